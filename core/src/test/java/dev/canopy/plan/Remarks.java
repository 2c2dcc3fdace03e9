package dev.canopy.plan;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Index;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** Remarks on subjects of several kinds: a table as it would be generated, with such indexes as a test asks for. */
final class Remarks extends TableImpl<Record> {
    private static final long serialVersionUID = 1;

    final TableField<Record, Long> id = createField(DSL.name("id"), SQLDataType.BIGINT.notNull(), this);
    final TableField<Record, String> subjectType = createField(DSL.name("subject_type"), SQLDataType.CLOB, this);
    final TableField<Record, Long> subjectId = createField(DSL.name("subject_id"), SQLDataType.BIGINT, this);
    private final transient List<Index> indexes = new ArrayList<>();

    Remarks() {
        super(DSL.name("remarks"));
    }

    /** The same with an index of these columns. */
    Remarks indexed(TableField<?, ?>... columns) {
        indexes.add(Internal.createIndex(DSL.name("i"), this, (OrderField<?>[]) columns, false));
        return this;
    }

    @Override
    public UniqueKey<Record> getPrimaryKey() {
        return Internal.createUniqueKey(this, DSL.name("remarks_pkey"), id);
    }

    @Override
    public List<Index> getIndexes() {
        return indexes;
    }
}
