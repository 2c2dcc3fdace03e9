package dev.canopy.persist;

import dev.canopy.load.Channel;
import dev.canopy.load.Fingerprint;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** A write of all rows that meet a condition. Its text is made once for its shape, whatever the values. */
sealed interface WriteWhere {
    QueryPart statement();

    Fingerprint tell(Fingerprint shape);

    /** Runs it. One statement. */
    default int run(Channel channel) {
        return channel.write(tell(channel.shape()), this::statement);
    }

    /**
     * Sets columns.
     *
     * @param set the columns, with what they are set to
     */
    record Update(Table<?> table, Map<Field<?>, Field<?>> set, Condition condition) implements WriteWhere {
        @Override
        public QueryPart statement() {
            return DSL.update(table).set(set).where(condition);
        }

        @Override
        public Fingerprint tell(Fingerprint shape) {
            shape.token("update").token(table).token(set.size());
            set.forEach((column, value) -> shape.token(column).and(value));
            return shape.and(condition);
        }
    }

    /** Takes the rows away. */
    record Delete(Table<?> table, Condition condition) implements WriteWhere {
        @Override
        public QueryPart statement() {
            return DSL.deleteFrom(table).where(condition);
        }

        @Override
        public Fingerprint tell(Fingerprint shape) {
            return shape.token("delete").token(table).and(condition);
        }
    }
}
