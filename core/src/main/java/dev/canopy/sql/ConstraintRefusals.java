package dev.canopy.sql;

import dev.canopy.error.CanopyException;
import dev.canopy.error.CheckConstraintException;
import dev.canopy.error.ConstraintFacts;
import dev.canopy.error.DatabaseException;
import dev.canopy.error.ExclusionConstraintException;
import dev.canopy.error.ForeignKeyException;
import dev.canopy.error.ForeignKeyException.Side;
import dev.canopy.error.NotNullException;
import dev.canopy.error.UniqueConstraintException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in the words of the models which constraint refused a row (SQLSTATE class 23). */
record ConstraintRefusals(ConstraintNames names) {
    /** @param sql the statement, which alone tells which end of a foreign key was written */
    CanopyException of(Refusal refusal, @Nullable String sql) {
        SQLException cause = refusal.thrown();
        String table = refusal.table();
        String domain = refusal.domain();
        if (table != null) {
            return ofTable(refusal, table, sql, cause);
        }
        return domain == null ? unknown(refusal, cause) : ofDomain(refusal, domain, cause);
    }

    private CanopyException ofTable(Refusal refusal, String table, @Nullable String sql, SQLException cause) {
        String name = refusal.constraint();
        String model = names.model(refusal.schema(), table);
        if (refusal.state().equals("23514") && name == null) {
            return new DatabaseException(
                    "No partition of %s takes the row; make one for its key, or a default partition.".formatted(model),
                    cause);
        }
        ConstraintFacts facts = facts(refusal, table, Objects.requireNonNullElse(name, "not null"));
        return switch (refusal.state()) {
            case "23505" -> unique(refusal.schema(), model, facts, cause);
            case "23503", "23001" -> foreignKey(refusal, table, facts, sql, cause);
            case "23502" -> notNull(refusal.schema(), model, facts, cause);
            case "23514" -> check(refusal.schema(), model, facts, cause);
            case "23P01" -> exclusion(refusal.schema(), model, facts, cause);
            default -> unknown(refusal, cause);
        };
    }

    private CanopyException notNull(@Nullable String schema, String model, ConstraintFacts facts, SQLException cause) {
        Told told = Told.of(names, schema, model, facts, "notNull", field -> "must not be null");
        return new NotNullException(
                told.sentence("%s must not be null; give it a value.".formatted(fields(model, facts.fields()))),
                facts,
                told.violations(),
                cause);
    }

    private CanopyException check(@Nullable String schema, String model, ConstraintFacts facts, SQLException cause) {
        Told told = Told.of(
                names, schema, model, facts, "check", field -> "must meet the check constraint " + facts.constraint());
        return new CheckConstraintException(
                told.sentence((several(facts)
                                ? "%s do not meet the check constraint %s; give them what the constraint allows."
                                : "%s does not meet the check constraint %s; give it what the constraint allows.")
                        .formatted(fields(model, facts.fields()), facts.constraint())),
                facts,
                told.violations(),
                cause);
    }

    private CanopyException exclusion(
            @Nullable String schema, String model, ConstraintFacts facts, SQLException cause) {
        Told told = Told.of(names, schema, model, facts, "exclusion", field -> "must not conflict with another row");
        return new ExclusionConstraintException(
                told.sentence((several(facts)
                                ? "%s conflict with another row (constraint %s); change them, or the other row"
                                        + " first."
                                : "%s conflicts with another row (constraint %s); change it, or the other row"
                                        + " first.")
                        .formatted(fields(model, facts.fields()), facts.constraint())),
                facts,
                told.violations(),
                cause);
    }

    /** A value that broke a domain: the server tells neither table nor column, so all columns of the domain are named. */
    private CanopyException ofDomain(Refusal refusal, String domain, SQLException cause) {
        List<String> columns = names.columnsOfDomain(refusal.schema(), domain);
        ConstraintFacts facts =
                new ConstraintFacts(Objects.requireNonNullElse(refusal.constraint(), "not null"), domain, columns);
        String where = columns.isEmpty() ? "A value" : String.join(" or ", columns);
        return refusal.state().equals("23502")
                ? new NotNullException(
                        "%s must not be null, as the domain %s says; give it a value.".formatted(where, domain),
                        facts,
                        List.of(),
                        cause)
                : new CheckConstraintException(
                        "%s does not meet the check constraint %s of the domain %s; give it what the domain allows."
                                .formatted(where, facts.constraint(), domain),
                        facts,
                        List.of(),
                        cause);
    }

    private CanopyException unique(@Nullable String schema, String model, ConstraintFacts facts, SQLException cause) {
        List<String> fields = facts.fields();
        String sentence = switch (fields.size()) {
            case 0 ->
                "Another row of %s has the same value in the unique index %s already; choose another one."
                        .formatted(model, facts.constraint());
            case 1 ->
                "%s must be unique, and another row has this value already (constraint %s); choose another one."
                        .formatted(fields(model, fields), facts.constraint());
            default ->
                "%s must be unique together, and another row has these values already (constraint %s); choose others."
                        .formatted(fields(model, fields), facts.constraint());
        };
        Told told = Told.of(
                names,
                schema,
                model,
                facts,
                "unique",
                field ->
                        fields.size() > 1 ? "must be unique together with " + others(fields, field) : "must be unique");
        return new UniqueConstraintException(told.sentence(sentence), facts, told.violations(), cause);
    }

    private CanopyException foreignKey(
            Refusal refusal, String table, ConstraintFacts facts, @Nullable String sql, SQLException cause) {
        String model = names.model(refusal.schema(), table);
        String fields = fields(model, facts.fields());
        String referred =
                names.referred(refusal.schema(), table, facts.constraint()).orElse("row");
        Optional<Side> side = side(refusal, table, sql, referred);
        String sentence = side.map(known -> switch (known) {
                    case REFERRING ->
                        "%s refers to a %s that is not there (constraint %s); create that one first, or refer to one that is."
                                .formatted(fields, referred, facts.constraint());
                    case REFERRED ->
                        "The %s cannot go or change its key, for %s refers to it (constraint %s); delete or change those rows first."
                                .formatted(referred, fields, facts.constraint());
                })
                .orElseGet(() ->
                        "%s and the %s that it refers to must both be there (constraint %s); create the one, or keep the other while it is referred to."
                                .formatted(fields, referred, facts.constraint()));
        if (side.filter(Side.REFERRED::equals).isPresent()) {
            return new ForeignKeyException(sentence, facts, List.of(), side, cause);
        }
        Told told = Told.of(
                names,
                refusal.schema(),
                model,
                facts,
                "foreignKey",
                field -> "must refer to a %s that is there".formatted(referred));
        return new ForeignKeyException(told.sentence(sentence), facts, told.violations(), side, cause);
    }

    /** Both ends report the same state, table and constraint, so only what was done to which table tells them apart. */
    private Optional<Side> side(Refusal refusal, String table, @Nullable String sql, String referred) {
        // PostgreSQL 18 and later for ON DELETE RESTRICT and ON UPDATE RESTRICT.
        if (refusal.state().equals("23001")) {
            return Optional.of(Side.REFERRED);
        }
        WrittenTable written = WrittenTable.of(sql);
        if (written == null) {
            return Optional.empty();
        }
        // By their models, for the server names the part of a divided table.
        String model = names.model(refusal.schema(), table);
        boolean referring = names.model(refusal.schema(), written.table()).equals(model);
        return switch (written.verb()) {
            case DELETE -> Optional.of(Side.REFERRED);
            case INSERT -> referring ? Optional.of(Side.REFERRING) : Optional.empty();
            case UPDATE -> {
                if (!referring) {
                    yield Optional.of(Side.REFERRED);
                }
                yield referred.equals(model) ? Optional.empty() : Optional.of(Side.REFERRING);
            }
        };
    }

    private ConstraintFacts facts(Refusal refusal, String table, String constraint) {
        String column = refusal.column();
        return column == null
                ? names.constraint(refusal.schema(), table, constraint)
                : new ConstraintFacts(constraint, table, List.of(names.property(refusal.schema(), table, column)));
    }

    private CanopyException unknown(Refusal refusal, SQLException cause) {
        return new DatabaseException(
                "A constraint of the database refused the row: %s (SQLSTATE %s)"
                        .formatted(refusal.sentence(), refusal.state()),
                cause);
    }

    private static boolean several(ConstraintFacts facts) {
        return facts.fields().size() > 1;
    }

    private static String fields(String model, List<String> fields) {
        return fields.isEmpty() ? model : model + "." + String.join(", ", fields);
    }

    private static String others(List<String> fields, String field) {
        return String.join(
                ", ", fields.stream().filter(other -> !other.equals(field)).toList());
    }
}
