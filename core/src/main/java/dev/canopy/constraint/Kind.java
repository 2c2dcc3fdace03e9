package dev.canopy.constraint;

/** What an expression gives, as far as comparisons care. */
enum Kind {
    TEXT,
    /** {@code char(n)}: its blanks at the end mean nothing. */
    BLANKED,
    NUMBER,
    FLOAT,
    BOOLEAN,
    DATE,
    MOMENT,
    LABEL,
    ARRAY,
    /** A literal that takes its kind from what it is compared with. */
    LITERAL;

    /** Of a type as {@code format_type} writes it. */
    static Kind of(String type, boolean hasLabels) throws NotUnderstood {
        if (type.endsWith("[]")) {
            return ARRAY;
        }
        int parameters = type.indexOf('(');
        return switch (parameters < 0 ? type : type.substring(0, parameters)) {
            case "text", "character varying" -> TEXT;
            case "character", "bpchar" -> BLANKED;
            case "smallint", "integer", "bigint", "numeric" -> NUMBER;
            case "real", "double precision" -> FLOAT;
            case "boolean" -> BOOLEAN;
            case "date" -> DATE;
            case "timestamp with time zone" -> MOMENT;
            default -> {
                if (hasLabels) {
                    yield LABEL;
                }
                throw new NotUnderstood();
            }
        };
    }

    /** Whether values of this kind have one order, whatever the database's collation. */
    boolean isOrdered() {
        return this == NUMBER || this == FLOAT || this == DATE || this == MOMENT;
    }
}
