package dev.canopy;

import dev.canopy.error.TransactionException;
import dev.canopy.load.OpenRows;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rows that come one after another, until the stream or its transaction ends. Not thread-safe. */
final class OpenStream<V> implements Iterator<V> {
    private final OpenRows rows;
    private final String place;
    private boolean closed;

    OpenStream(OpenRows rows, String place) {
        this.rows = rows;
        this.place = place;
    }

    Stream<V> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
                .onClose(this::close);
    }

    void close() {
        if (!closed) {
            closed = true;
            rows.close();
        }
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            throw new TransactionException(
                    "The stream that was opened at %s has been closed, by itself or with its transaction; read it before."
                            .formatted(place));
        }
        return rows.hasNext();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the plan makes rows of this type
    public V next() {
        return (V) rows.next();
    }
}
