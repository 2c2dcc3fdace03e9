package dev.canopy.load;

import dev.canopy.association.Chain;
import dev.canopy.association.Correlated;
import dev.canopy.association.FarSide;
import dev.canopy.association.Link;
import dev.canopy.association.Meanings;
import dev.canopy.association.Refinement;
import dev.canopy.association.RowLimit;
import dev.canopy.association.Seen;
import dev.canopy.association.Sight;
import dev.canopy.plan.Branch;
import dev.canopy.plan.Ingredients;
import dev.canopy.plan.Level;
import dev.canopy.plan.Plan;
import dev.canopy.plan.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.False;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Row;
import org.jooq.SortField;
import org.jooq.TableField;
import org.jooq.True;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/**
 * All that a statement's text depends on, taken from what it is made of and without making it. The values of parameters are none
 * of it and are collected on the way. Tables and columns are told apart by identity, for aliases are made once; a part of a kind
 * that is not known here is rendered by itself, and its text stands for it. Not thread-safe.
 */
public final class Fingerprint implements Ingredients {
    private static final int USUAL = 32;

    private final DSLContext dsl;
    private @Nullable Object[] tokens = new @Nullable Object[USUAL];
    private int count;
    private final List<Param<?>> values = new ArrayList<>(4);
    private @Nullable Sight sight;
    private @Nullable Chain chain;

    Fingerprint(DSLContext dsl) {
        this.dsl = dsl;
    }

    /** What is equal for statements of the same text. */
    static final class Key {
        private final @Nullable Object[] tokens;
        private final int count;
        private final int hash;

        Key(@Nullable Object[] tokens, int count) {
            this.tokens = tokens;
            this.count = count;
            int sum = 1;
            for (int i = 0; i < count; i++) {
                Object token = tokens[i];
                sum = 31 * sum + (token instanceof QueryPart ? System.identityHashCode(token) : hash(token));
            }
            this.hash = sum;
        }

        private static int hash(@Nullable Object token) {
            return token == null ? 0 : token.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Key key) || key.hash != hash || key.count != count) {
                return false;
            }
            for (int i = 0; i < count; i++) {
                if (!same(tokens[i], key.tokens[i])) {
                    return false;
                }
            }
            return true;
        }

        @SuppressWarnings("ReferenceEquality") // query parts are compared by identity, for equality would render them
        private static boolean same(@Nullable Object one, @Nullable Object other) {
            return one == other || (one != null && !(one instanceof QueryPart) && one.equals(other));
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public String toString() {
            return Arrays.toString(Arrays.copyOf(tokens, count));
        }
    }

    /** What stands for all that was told; nothing may be told any more. */
    Key key() {
        return new Key(tokens, count);
    }

    /** The statement, made of the very parts that were met. */
    QueryPart over(QueryPart statement) {
        return sight == null ? statement : sight.over(statement);
    }

    /** The parameters, in the order in which they were met. */
    List<Param<?>> values() {
        return values;
    }

    @Override
    public Fingerprint token(@Nullable Object token) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, count * 2);
        }
        tokens[count++] = token;
        return this;
    }

    /** All that the plan's statement is made of. */
    public Fingerprint and(Plan plan) {
        token(plan.lock());
        limit(plan.refinement());
        token(plan.refinement().offset() > 0);
        if (plan.refinement().offset() > 0) {
            part(plan.offset());
        }
        part(plan.condition());
        parts(plan.orders());
        return level(plan.root());
    }

    /** All that the branch adds to a statement, or that its own is made of. */
    Fingerprint and(Branch branch) {
        token(branch.form()).token(branch.name()).token(branch.single());
        far(branch.far());
        return level(branch.level());
    }

    @Override
    public Fingerprint far(FarSide<?> far) {
        token(far.target()).token(far.junction()).token(far.near());
        link(far.link());
        Link toTarget = far.toTarget();
        if (toTarget != null) {
            link(toTarget);
        }
        if (far.link().hasConstants() || (toTarget != null && toTarget.hasConstants())) {
            part(far.from());
            part(far.tie().onNear());
            part(far.tie().onFar());
        }
        part(far.filter());
        parts(far.orders());
        token(far.refinement().offset());
        return limit(far.refinement());
    }

    private void link(Link link) {
        for (int i = 0; i < link.near().size(); i++) {
            token(link.near().get(i)).token(link.far().get(i));
        }
    }

    @Override
    public Fingerprint limit(Refinement<?> refinement) {
        RowLimit limit = refinement.limit();
        return part(limit == null ? null : limit.sql());
    }

    /** It is seen once, so that what stands in the statement are the parameters that are collected here. */
    private void correlated(Correlated part) {
        Seen<?, ?> seen = part.seen(Meanings.of(dsl.configuration()), chain);
        if (sight == null) {
            sight = new Sight();
        }
        sight.note(part, seen);
        Chain above = chain;
        chain = seen.chain();
        token(Correlated.class).token(seen.kind());
        far(seen.far());
        part(seen.value());
        chain = above;
    }

    @Override
    public Fingerprint and(QueryPart part) {
        return part(part);
    }

    @Override
    public Fingerprint parts(List<? extends QueryPart> parts) {
        token(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            part(parts.get(i));
        }
        return this;
    }

    @Override
    public Fingerprint selected(Field<?> field) {
        part(field);
        if (!(field instanceof TableField<?, ?>)) {
            converter(field.getConverter());
        }
        return this;
    }

    private Fingerprint level(Level level) {
        token(level.table());
        target(level.target());
        token(level.columns().size());
        for (Field<?> column : level.columns()) {
            selected(column);
        }
        token(level.branches().size());
        level.branches().forEach(this::and);
        if (level.junction() != null) {
            level(level.junction());
        }
        return this;
    }

    private void target(Target target) {
        switch (target) {
            case Target.Entities entities -> token(entities.held());
            case Target.Shaped shaped -> token(shaped.type());
            case Target.Selected selected -> token(Target.Selected.class);
        }
    }

    /** Readers are kept with the text, so what they convert by belongs to it. */
    private void converter(Converter<?, ?> converter) {
        if (converter.fromType() != converter.toType()) {
            token(converter);
        }
    }

    private Fingerprint part(@Nullable QueryPart part) {
        switch (part) {
            case null -> token(null);
            case TableField<?, ?> column -> token(column);
            case TableImpl<?> table -> token(table);
            case Param<?> value -> value(value);
            case Correlated rows -> correlated(rows);
            case SortField<?> sort -> {
                token(sort.$sortOrder()).token(sort.$nullOrdering());
                part(sort.$field());
            }
            case QOM.Coerce<?> coerce -> {
                token(QOM.Coerce.class).token(coerce.getDataType().getTypeName());
                part(coerce.$field());
            }
            case QOM.Join<?> join -> {
                token(QOM.Join.class);
                part(join.$table1());
                part(join.$table2());
                part(join.$on());
            }
            case QOM.And and -> operator(QOM.And.class, and.$arg1(), and.$arg2());
            case QOM.Or or -> operator(QOM.Or.class, or.$arg1(), or.$arg2());
            case QOM.Not not -> operator(QOM.Not.class, not.$arg1());
            case QOM.Eq<?> eq -> operator(QOM.Eq.class, eq.$arg1(), eq.$arg2());
            case QOM.Ne<?> ne -> operator(QOM.Ne.class, ne.$arg1(), ne.$arg2());
            case QOM.Lt<?> lt -> operator(QOM.Lt.class, lt.$arg1(), lt.$arg2());
            case QOM.Le<?> le -> operator(QOM.Le.class, le.$arg1(), le.$arg2());
            case QOM.Gt<?> gt -> operator(QOM.Gt.class, gt.$arg1(), gt.$arg2());
            case QOM.Ge<?> ge -> operator(QOM.Ge.class, ge.$arg1(), ge.$arg2());
            case QOM.IsNull isNull -> operator(QOM.IsNull.class, isNull.$arg1());
            case QOM.IsNotNull isNotNull -> operator(QOM.IsNotNull.class, isNotNull.$arg1());
            case QOM.InList<?> in -> operator(QOM.InList.class, in.$field()).parts(in.$list());
            case QOM.Lower lower -> operator(QOM.Lower.class, lower.$arg1());
            case QOM.Upper upper -> operator(QOM.Upper.class, upper.$arg1());
            case QOM.Add<?> add -> operator(QOM.Add.class, add.$arg1(), add.$arg2());
            case QOM.Sub<?> sub -> operator(QOM.Sub.class, sub.$arg1(), sub.$arg2());
            case True always -> token(True.class);
            case False never -> token(False.class);
            case Row row -> parts(List.of(row.fields()));
            default -> other(part);
        }
        return this;
    }

    /** Its text depends on its kind and its arguments, and on nothing else. */
    private Fingerprint operator(Class<?> kind, QueryPart... arguments) {
        token(kind);
        for (QueryPart argument : arguments) {
            part(argument);
        }
        return this;
    }

    @SuppressWarnings("ReferenceEquality") // there is one condition that is none
    private void other(QueryPart part) {
        if (part == DSL.noCondition()) {
            token("");
        } else {
            rendered(part);
        }
    }

    private void value(Param<?> value) {
        DataType<?> type = value.getDataType();
        token(type.getTypeName()).token(type.getType()).token(value.getBinding().getClass());
        token(type.length()).token(type.precision()).token(type.scale());
        if (value.isInline()) {
            inlined(value);
        } else {
            token(value.getValue() == null);
            values.add(value);
        }
    }

    private void inlined(Param<?> value) {
        if (value.getValue() instanceof Number number
                && value.getType().getPackageName().equals("java.lang")) {
            token(number);
        } else {
            rendered(value);
        }
    }

    private void rendered(QueryPart part) {
        String text = dsl.render(part);
        token(text);
        // Whatever has parameters has places for them; asking which costs as much as rendering.
        if (text.indexOf('?') >= 0) {
            values.addAll(Ready.parameters(part, dsl));
        }
    }
}
