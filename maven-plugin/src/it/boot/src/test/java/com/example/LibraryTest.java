package com.example;

import static com.example.db.Tables.AUTHORS;
import static com.example.db.Tables.BOOKS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.db.tables.records.Author;
import dev.canopy.Database;
import dev.canopy.testing.CanopyTest;
import org.junit.jupiter.api.Test;

@CanopyTest
class LibraryTest {
    @Test
    void a_tree_is_written_and_read(Database db) {
        Author ada = db.model(AUTHORS).create(author -> author.setName("Ada"));
        ada.books().create(book -> book.setTitle("Notes").setLent("[2026-01-01,2026-02-01)"));

        Author read = db.model(AUTHORS)
                .where(a -> a.NAME.eq("Ada"))
                .include(AUTHORS.BOOKS.include(BOOKS.AUTHOR))
                .findOne()
                .orElseThrow();

        assertEquals("[2026-01-01,2026-02-01)", read.getBooks().getFirst().getLent());
        assertEquals("Ada", read.getBooks().getFirst().getAuthor().getName());
    }
}
