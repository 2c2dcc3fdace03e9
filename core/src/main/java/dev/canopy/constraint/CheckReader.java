package dev.canopy.constraint;

import dev.canopy.constraint.Expression.Comparator;
import dev.canopy.constraint.Expression.Constant;
import dev.canopy.constraint.Expression.Measure;
import dev.canopy.constraint.Tokens.Sort;
import dev.canopy.constraint.Tokens.Token;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a check's expression as PostgreSQL writes it. What stands in parentheses and is not understood is opaque, and the rest is
 * read all the same: {@code a AND <opaque>} still refuses a row by its {@code a}.
 */
final class CheckReader {
    /** How {@code pg_get_expr} writes a {@code timestamptz}. */
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendOffset("+HH:mm", "+00")
            .toFormatter(Locale.ROOT);

    /** Types whose casts keep a value as it is, by the words that they are written with. */
    private static final Pattern TYPE_WORD = Pattern.compile("[a-z_][a-z0-9_]*");

    private final List<Token> tokens;
    private final Map<String, Expression.Column> columns;
    private int place;

    private CheckReader(Tokens tokens, Map<String, Expression.Column> columns) {
        this.tokens = tokens.all();
        this.columns = columns;
    }

    /**
     * The expression; empty if nothing of it is understood.
     *
     * @param columns by name those whose kind is known; in a domain's check the one is called {@code VALUE}
     */
    static Optional<Expression> read(String expression, Map<String, Expression.Column> columns) {
        try {
            CheckReader reader = new CheckReader(Tokens.of(expression), columns);
            Expression read = reader.any();
            return reader.peek().sort() == Sort.END
                            && read.kind() == Kind.BOOLEAN
                            && !(read instanceof Expression.Opaque)
                    ? Optional.of(read)
                    : Optional.empty();
        } catch (NotUnderstood other) {
            return Optional.empty();
        }
    }

    private Expression any() throws NotUnderstood {
        List<Expression> parts = new ArrayList<>(List.of(all()));
        while (next("OR")) {
            parts.add(all());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.Or(truths(parts));
    }

    private Expression all() throws NotUnderstood {
        List<Expression> parts = new ArrayList<>(List.of(negation()));
        while (next("AND")) {
            parts.add(negation());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.And(truths(parts));
    }

    private Expression negation() throws NotUnderstood {
        return next("NOT") ? new Expression.Not(truth(negation())) : predicate();
    }

    private Expression predicate() throws NotUnderstood {
        Expression left = operand();
        Token token = peek();
        if (token.is("IS")) {
            place++;
            return is(left);
        }
        if (token.sort() != Sort.SIGN) {
            return left;
        }
        Comparator comparator = Comparator.of(token.text());
        if (comparator != null) {
            place++;
            return compared(left, comparator);
        }
        return switch (token.text()) {
            case "~", "!~" -> {
                place++;
                String source = text(operand());
                yield new Expression.Match(
                        plain(left),
                        ServerRegex.of(source).orElseThrow(NotUnderstood::new),
                        token.text().equals("~"),
                        source);
            }
            case "~~", "!~~" -> {
                place++;
                String source = text(operand());
                yield new Expression.Match(
                        plain(left), like(source), token.text().equals("~~"), source);
            }
            default -> left;
        };
    }

    private Expression is(Expression asked) throws NotUnderstood {
        boolean wanted = !next("NOT");
        if (next("NULL")) {
            return new Expression.IsNull(asked, wanted);
        }
        boolean truth = next("TRUE");
        if (!truth) {
            require("FALSE");
        }
        return new Expression.IsTruth(truth(asked), truth, wanted);
    }

    private Expression compared(Expression left, Comparator comparator) throws NotUnderstood {
        boolean any = next("ANY");
        boolean every = !any && next("ALL");
        if (!any && !every) {
            return comparison(left, comparator, operand());
        }
        require("(");
        Expression options = any();
        require(")");
        boolean membership = any ? comparator == Comparator.EQUAL : comparator == Comparator.UNEQUAL;
        if (!membership || !(options instanceof Expression.Choice choice)) {
            throw new NotUnderstood();
        }
        List<Constant> alike = new ArrayList<>();
        for (Constant option : choice.options()) {
            alike.add(fitted(option, left.kind()));
        }
        return new Expression.Membership(left, List.copyOf(alike), any);
    }

    private static Expression comparison(Expression left, Comparator comparator, Expression right)
            throws NotUnderstood {
        if (left instanceof Constant constant && !(right instanceof Constant)) {
            return comparison(right, comparator.turned(), constant);
        }
        Expression other = right instanceof Constant constant ? fitted(constant, left.kind()) : right;
        boolean numbers = isNumber(left.kind()) && isNumber(other.kind());
        if (!numbers && left.kind() != other.kind()) {
            throw new NotUnderstood();
        }
        if (left.kind() == Kind.ARRAY || (comparator.isOrder() && !left.kind().isOrdered())) {
            throw new NotUnderstood();
        }
        return left.kind() != other.kind()
                ? new Expression.Comparison(new Expression.Floating(left), comparator, new Expression.Floating(other))
                : new Expression.Comparison(left, comparator, other);
    }

    private static boolean isNumber(Kind kind) {
        return kind == Kind.NUMBER || kind == Kind.FLOAT;
    }

    /** A constant that may stand beside such a value. */
    private static Constant fitted(Constant constant, Kind kind) throws NotUnderstood {
        if (constant.kind() == kind || (isNumber(kind) && isNumber(constant.kind()))) {
            return kind == Kind.BLANKED && constant.value() instanceof String text
                    ? new Constant(Limit.Text.withoutBlanks(text), kind)
                    : constant;
        }
        if (constant.kind() == Kind.LITERAL && (kind == Kind.TEXT || kind == Kind.LABEL)) {
            return new Constant(constant.value(), kind);
        }
        throw new NotUnderstood();
    }

    private Expression operand() throws NotUnderstood {
        Expression value = primary();
        while (next("::")) {
            value = cast(value, type());
        }
        return value;
    }

    private Expression primary() throws NotUnderstood {
        Token token = peek();
        if (token.is("(")) {
            return enclosed();
        }
        place++;
        if (token.sort() == Sort.NUMBER) {
            return new Constant(new BigDecimal(token.text()), Kind.NUMBER);
        }
        if (token.sort() == Sort.TEXT) {
            return new Constant(token.text(), Kind.LITERAL);
        }
        if (token.is("-") && peek().sort() == Sort.NUMBER) {
            return new Constant(new BigDecimal(tokens.get(place++).text()).negate(), Kind.NUMBER);
        }
        if (token.is("TRUE") || token.is("FALSE")) {
            return new Constant(token.is("TRUE"), Kind.BOOLEAN);
        }
        if (token.is("ARRAY") && next("[")) {
            return choice();
        }
        if (token.sort() != Sort.NAME) {
            throw new NotUnderstood();
        }
        if (peek().is("(")) {
            return function(token.text());
        }
        Expression.Column column = columns.get(token.text());
        if (column == null) {
            throw new NotUnderstood();
        }
        return column;
    }

    private Expression enclosed() throws NotUnderstood {
        int start = place;
        try {
            require("(");
            Expression inner = any();
            require(")");
            return inner;
        } catch (NotUnderstood other) {
            place = start;
            skip();
            return new Expression.Opaque();
        }
    }

    /** Over what stands in parentheses. */
    private void skip() throws NotUnderstood {
        int depth = 0;
        do {
            Token token = peek();
            if (token.sort() == Sort.END) {
                throw new NotUnderstood();
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            place++;
        } while (depth > 0);
    }

    private Expression choice() throws NotUnderstood {
        List<Constant> options = new ArrayList<>();
        do {
            if (!(operand() instanceof Constant option)) {
                throw new NotUnderstood();
            }
            options.add(option);
        } while (next(","));
        require("]");
        return new Expression.Choice(List.copyOf(options), Kind.ARRAY);
    }

    private Expression function(String name) throws NotUnderstood {
        require("(");
        Expression argument = operand();
        Expression result = switch (name) {
            case "length", "char_length", "character_length" ->
                new Expression.Length(textual(argument), Measure.CHARACTERS);
            case "octet_length" -> new Expression.Length(plain(argument), Measure.BYTES);
            case "btrim" -> new Expression.Trimmed(plain(argument));
            case "cardinality" -> new Expression.Length(array(argument), Measure.ELEMENTS);
            case "array_length" -> {
                require(",");
                if (!(operand() instanceof Constant constant)
                        || !(constant.value() instanceof BigDecimal dimension)
                        || dimension.compareTo(BigDecimal.ONE) != 0) {
                    throw new NotUnderstood();
                }
                yield new Expression.Length(array(argument), Measure.FIRST_DIMENSION);
            }
            default -> throw new NotUnderstood();
        };
        require(")");
        return result;
    }

    /** A type's words, as far as they are casts that are understood: {@code character varying}, {@code text[]}. */
    private String type() throws NotUnderstood {
        StringBuilder type = new StringBuilder(name());
        while (peek().sort() == Sort.NAME && continues(type.toString(), peek())) {
            type.append(' ').append(tokens.get(place++).text());
        }
        if (next("(")) {
            throw new NotUnderstood();
        }
        if (next("[")) {
            require("]");
            type.append("[]");
        }
        return type.toString();
    }

    private static boolean continues(String type, Token word) {
        return switch (type) {
            case "character" -> word.is("varying");
            case "double" -> word.is("precision");
            case "timestamp" -> word.is("with");
            case "timestamp with" -> word.is("time");
            case "timestamp with time" -> word.is("zone");
            default -> false;
        };
    }

    private static Expression cast(Expression value, String type) throws NotUnderstood {
        if (value instanceof Constant constant) {
            return constant(constant, type);
        }
        if (value instanceof Expression.Choice choice && type.endsWith("[]")) {
            List<Constant> options = new ArrayList<>();
            for (Constant option : choice.options()) {
                options.add(constant(option, type.substring(0, type.length() - 2)));
            }
            return new Expression.Choice(options, Kind.ARRAY);
        }
        Kind kind = value.kind();
        Kind wanted = Kind.of(type, false);
        if (kind == wanted || (wanted == Kind.TEXT && kind == Kind.BLANKED)) {
            // A char(n) is held without its blanks already.
            return kind == wanted ? value : new Expression.As(value, wanted);
        }
        if (kind == Kind.NUMBER && wanted == Kind.FLOAT) {
            return new Expression.Floating(value);
        }
        throw new NotUnderstood();
    }

    private static Constant constant(Constant constant, String type) throws NotUnderstood {
        if (!(constant.value() instanceof String text)) {
            Kind kind = Kind.of(type, false);
            if (kind == Kind.FLOAT && constant.value() instanceof BigDecimal number) {
                return floating(number, type);
            }
            if (kind == Kind.NUMBER && constant.kind() == kind) {
                return constant;
            }
            throw new NotUnderstood();
        }
        Kind kind = Kind.of(type, true);
        try {
            return switch (kind) {
                case TEXT, BLANKED, LABEL -> new Constant(text, kind);
                case NUMBER -> new Constant(new BigDecimal(text), kind);
                case FLOAT -> floating(new BigDecimal(text), type);
                case BOOLEAN -> new Constant(text.startsWith("t"), kind);
                case DATE -> new Constant(LocalDate.parse(text), kind);
                case MOMENT -> new Constant(OffsetDateTime.parse(text, MOMENT), kind);
                case ARRAY, LITERAL -> throw new NotUnderstood();
            };
        } catch (DateTimeException | NumberFormatException other) {
            throw new NotUnderstood();
        }
    }

    /** A {@code real} that rounds what is written is left to the server. */
    private static Constant floating(BigDecimal number, String type) throws NotUnderstood {
        if (type.equals("real") && new BigDecimal(number.floatValue()).compareTo(number) != 0) {
            throw new NotUnderstood();
        }
        return new Constant(number, Kind.FLOAT);
    }

    private static Expression textual(Expression value) throws NotUnderstood {
        if (value.kind() != Kind.TEXT && value.kind() != Kind.BLANKED) {
            throw new NotUnderstood();
        }
        return value;
    }

    /** And no {@code char(n)}, to whose value its blanks belong here. */
    private static Expression plain(Expression value) throws NotUnderstood {
        if (value.kind() != Kind.TEXT) {
            throw new NotUnderstood();
        }
        return value;
    }

    private static Expression array(Expression value) throws NotUnderstood {
        if (value.kind() != Kind.ARRAY || value instanceof Expression.Choice) {
            throw new NotUnderstood();
        }
        return value;
    }

    private static String text(Expression value) throws NotUnderstood {
        if (value instanceof Constant constant && constant.value() instanceof String text) {
            return text;
        }
        throw new NotUnderstood();
    }

    private static List<Expression> truths(List<Expression> parts) throws NotUnderstood {
        for (Expression part : parts) {
            truth(part);
        }
        return List.copyOf(parts);
    }

    private static Expression truth(Expression part) throws NotUnderstood {
        if (part.kind() != Kind.BOOLEAN) {
            throw new NotUnderstood();
        }
        return part;
    }

    /** A pattern of LIKE, to be found: percent is any text, an underscore any character, a backslash takes the next as it is. */
    private static Pattern like(String source) throws NotUnderstood {
        StringBuilder regex = new StringBuilder("\\A");
        int open = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '%') {
                if (++open > ServerRegex.MOST_OPEN_COUNTS) {
                    throw new NotUnderstood();
                }
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                if (c == '\\' && ++i == source.length()) {
                    throw new NotUnderstood();
                }
                regex.append(Pattern.quote(String.valueOf(source.charAt(i))));
            }
        }
        return Pattern.compile(regex.append("\\z").toString(), Pattern.DOTALL);
    }

    private boolean next(String word) {
        boolean found = peek().is(word);
        place += found ? 1 : 0;
        return found;
    }

    private void require(String word) throws NotUnderstood {
        if (!next(word)) {
            throw new NotUnderstood();
        }
    }

    private String name() throws NotUnderstood {
        Token token = tokens.get(place++);
        if (token.sort() != Sort.NAME || !TYPE_WORD.matcher(token.text()).matches()) {
            throw new NotUnderstood();
        }
        return token.text();
    }

    private Token peek() {
        return tokens.get(place);
    }
}
