package dev.canopy.persist;

import dev.canopy.model.Meaning;
import dev.canopy.model.WriteKind;
import dev.canopy.validation.Violation;
import java.util.BitSet;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;

/** What a write of this kind asks of a row before it is sent. */
record Validity<R extends Record>(Meaning<?, R> meaning, WriteKind kind) {
    private static final BitSet NOTHING = new BitSet();

    /** What is wrong with a new row as it is now, but for these columns, by their places in the table. */
    List<Violation> violations(R row, BitSet besides) {
        return meaning.rules().ofNew(row, besides);
    }

    /** What is wrong with the row as it is now. */
    List<Violation> violations(R row) {
        if (kind != WriteKind.UPDATE) {
            return meaning.rules().ofNew(row, NOTHING);
        }
        List<Violation> violations = meaning.rules().ofChanged(row);
        if (!meaning.upkeep().immutable().isEmpty()) {
            violations.addAll(Immutable.violations(meaning, row, differing(row)));
        }
        return violations;
    }

    /** Of several new rows the index tells which; a row that is there has its key. */
    List<Violation> placed(List<Violation> found, int index, int rows) {
        boolean several = rows > 1 && (kind == WriteKind.CREATE || kind == WriteKind.UPSERT);
        return several ? found.stream().map(violation -> violation.at(index)).toList() : found;
    }

    /** The columns that the update is for; the version alone is only what the others are compared by. */
    List<Field<?>> differing(R row) {
        return Changes.differing(row, meaning.table()).stream()
                .filter(column -> !column.equals(meaning.upkeep().version()))
                .toList();
    }
}
