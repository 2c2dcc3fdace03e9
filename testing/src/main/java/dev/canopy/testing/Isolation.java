package dev.canopy.testing;

/** How a test is kept from the next one. */
public enum Isolation {
    /**
     * Every connection that the test gets is the same one, within one transaction that is rolled back at the end, along with what
     * {@code @BeforeEach} wrote. The cheapest, and right for nearly all tests. A statement that fails takes back itself alone, so
     * the test can go on; {@code db.transaction} is a savepoint, and what waits for its commit runs after it; a commit on
     * the connection itself is refused.
     */
    ROLLBACK,

    /**
     * The test gets a copy of the class's database, and connections of a pool: commits are real, and several connections see each
     * other.
     */
    DATABASE
}
