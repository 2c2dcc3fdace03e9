package dev.canopy.error;

import dev.canopy.validation.Violation;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record was refused; {@link #violations()} has everything that is wrong with it, not only the first thing. */
public sealed class ValidationException extends CanopyException permits UniqueConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    public ValidationException(List<Violation> violations) {
        this(sentence(violations), violations, null);
    }

    ValidationException(String message, List<Violation> violations, @Nullable Throwable cause) {
        super(message, cause);
        this.violations = List.copyOf(violations);
    }

    /** What a constraint of the database says of the fields of the row that it refused, which is the cause. */
    public static ValidationException of(ConstraintException refusal) {
        return new ValidationException(String.valueOf(refusal.getMessage()), refusal.violations(), refusal);
    }

    /** Every violation, in the order of the definitions; never empty. */
    public List<Violation> violations() {
        return violations;
    }

    private static String sentence(List<Violation> violations) {
        return violations.stream().map(Violation::toString).collect(Collectors.joining("; ")) + ".";
    }
}
