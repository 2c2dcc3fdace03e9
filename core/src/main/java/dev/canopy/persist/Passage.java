package dev.canopy.persist;

import dev.canopy.model.Meaning;
import dev.canopy.model.TimeSource;
import dev.canopy.model.WriteKind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * How rows go or come back. All that one operation marks as deleted has the same moment; by it, a restore knows what went together.
 *
 * @param times where the moment comes from
 * @param clock stands still
 */
record Passage(Way way, TimeSource times, Clock clock) {
    /** What becomes of the rows. */
    enum Way {
        MARKED,
        REMOVED,
        RESTORED
    }

    /** What begins now. */
    static Passage of(Way way, Meaning<?, ?> meaning, Clock clock) {
        return new Passage(way, meaning.upkeep().times(), Clock.fixed(clock.instant(), ZoneOffset.UTC));
    }

    /** Whether operations of one transaction would have the same moment: the server's time stands still within it. */
    boolean sharesMoment() {
        return way == Way.MARKED && times == TimeSource.SERVER;
    }

    /** The same at this moment. */
    Passage at(Instant moment) {
        return new Passage(way, TimeSource.CLOCK, Clock.fixed(moment, ZoneOffset.UTC));
    }

    WriteKind kind() {
        return way == Way.RESTORED ? WriteKind.RESTORE : WriteKind.DESTROY;
    }

    /** The moment of it. */
    <V> Field<V> moment(Field<V> column) {
        return Timestamps.now(column, times, clock);
    }

    /** Whether it changes anything for the row: what was marked before has gone already, and what was not cannot come back. */
    boolean moves(Record row, Meaning<?, ?> meaning) {
        Field<?> mark = meaning.upkeep().deletedAt();
        return switch (way) {
            case MARKED -> row.original(Objects.requireNonNull(mark)) == null;
            case REMOVED -> true;
            case RESTORED -> row.original(Objects.requireNonNull(mark)) != null;
        };
    }

    /**
     * How the rows below follow: those of a row that is removed for good cannot stay, and what has no mark cannot be marked. Null
     * where they stay as they are.
     */
    @Nullable
    Passage followedBy(Meaning<?, ?> below) {
        boolean marks = below.upkeep().deletedAt() != null;
        return switch (way) {
            case MARKED -> marks ? this : new Passage(Way.REMOVED, times, clock);
            case REMOVED -> this;
            case RESTORED -> marks ? this : null;
        };
    }
}
