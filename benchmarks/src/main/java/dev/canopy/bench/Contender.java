package dev.canopy.bench;

import dev.canopy.bench.Rows.NewMovie;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can do some of the workloads. A method gives null for a workload that it has no form of; another one gives how it
 * is done and must set up what it needs before. Tasks are run by one thread at a time, {@link #tree} by eight.
 *
 * <p>To add a contender, write one of these and name it in {@link Contenders}.
 */
public interface Contender extends AutoCloseable {
    /** In the results: {@code jdbc-flat}. What begins with {@code jdbc} is hand-written, and the best of it is 1.00. */
    String name();

    /** What its reads make of rows. */
    Target target();

    /** Users by primary key, a {@link Rows.UserRow}. */
    default @Nullable Task<Long> byKey() {
        return null;
    }

    /** The first 100 users in order of id whose last name is this, a list of {@link Rows.UserRow}. */
    default @Nullable Task<String> hundred() {
        return null;
    }

    /** A user by key with posts and their comments, both by id, a {@link Rows.UserTree}. */
    default @Nullable Task<Long> tree() {
        return null;
    }

    /** The 100 users from this id on, by id, with their posts by id, a list of {@link Rows.UserPosts}. */
    default @Nullable Task<Long> usersWithPosts() {
        return null;
    }

    /** The 100 users from this id on, by id, with posts and their comments, all by id, a list of {@link Rows.UserTree}. */
    default @Nullable Task<Long> forest() {
        return null;
    }

    /** The 50 posts from this id on, by id, with their author, and tags by position, a list of {@link Rows.PostCard}. */
    default @Nullable Task<Long> postsWithTags() {
        return null;
    }

    /** The 100 users from this id on, by id, each with the 3 newest posts, a list of {@link Rows.UserPosts}. */
    default @Nullable Task<Long> newestPosts() {
        return null;
    }

    /** 20 users of this last name by id, from an offset of 40 on, and how many there are, a {@link Rows.UserPage}. */
    default @Nullable Task<String> page() {
        return null;
    }

    /** Inserts an account of this number; gives its id. */
    default @Nullable Task<Integer> insertOne() {
        return null;
    }

    /** Inserts 1,000 accounts, numbered from this on; gives the list of their ids. */
    default @Nullable Task<Integer> insertThousand() {
        return null;
    }

    /** Sets the logins of an account of its own to this, checks and counts up its version; gives its id. */
    default @Nullable Task<Integer> update() {
        return null;
    }

    /** Inserts an account of this number with 5 orders of 2 items each, in a transaction; gives its id. */
    default @Nullable Task<Integer> insertTree() {
        return null;
    }

    /** IMDBench's {@code get_movie}, a {@link Rows.MovieCard}. */
    default @Nullable Task<Long> movie() {
        return null;
    }

    /** IMDBench's {@code get_user}, a {@link Rows.ViewerPage}. */
    default @Nullable Task<Long> viewer() {
        return null;
    }

    /** IMDBench's {@code insert_movie}; gives the movie's id. */
    default @Nullable Task<NewMovie> insertMovie() {
        return null;
    }

    /** All roots of a group by id, with their branches by id, a list of {@link Rows.Root}. */
    default @Nullable Task<String> roots() {
        return null;
    }

    /** The same with branches that no index leads to, a list of {@link Rows.LooseRoot}. */
    default @Nullable Task<String> looseRoots() {
        return null;
    }

    /** So many levels of trees, from the roots of group {@code deep} down to veins; gives how many rows there were. */
    default @Nullable Task<Integer> deep() {
        return null;
    }

    /** Whether it does one thing at a time, so that there is no sense in asking it by several threads. */
    default boolean worksAlone() {
        return false;
    }

    /** An answer as far as this contender can tell one from another; the others' answers are compared with its own in this form. */
    default Object seen(Object answer) {
        return answer;
    }

    @Override
    default void close() {}
}
