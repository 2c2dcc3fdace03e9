package dev.canopy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.model.EveryModel;
import dev.canopy.validation.Messages;
import java.io.Serial;
import java.util.Map;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.TableOptions;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogTest {
    /** As a generator would write it. */
    private static final class Trees extends TableImpl<Record> {
        @Serial
        private static final long serialVersionUID = 1L;

        static final Trees TREES = new Trees(DSL.name("trees"), null);

        private final transient TableField<Record, Long> id =
                createField(DSL.name("id"), SQLDataType.BIGINT.nullable(false));

        private Trees(Name name, @Nullable Table<Record> aliased) {
            super(name, null, aliased, null, DSL.comment(""), TableOptions.table(), null);
        }

        @Override
        public UniqueKey<Record> getPrimaryKey() {
            return Internal.createUniqueKey(TREES, DSL.name("trees_pkey"), TREES.id);
        }

        @Override
        public Trees as(String alias) {
            return new Trees(DSL.name(alias), this);
        }
    }

    @Test
    void a_table_that_nobody_defined_is_kept_once_by_whatever_alias_it_goes() {
        Catalog catalog = new Catalog(Map.of(), new EveryModel(), Messages.none());

        assertThat(catalog.meaning(Trees.TREES.as("a")))
                .isSameAs(catalog.meaning(Trees.TREES.as("b")))
                .isSameAs(catalog.meaning(Trees.TREES));
        assertThat(catalog.meaning(Trees.TREES.as("a")).table()).isSameAs(Trees.TREES);
    }
}
