package dev.canopy.codegen;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The arguments of the program: {@code --option value}, some of them more than once. */
final class Arguments {
    static final String USAGE = """
            Usage: --migrations <directory> … | --url <jdbc:postgresql:…> [--user <name>]
                   --package <name> --output <directory>
                   [--config <jooq.xml>] [--record-names singular|jooq] [--name <what>=<name>] … [--flyway <setting>=<value>] …
            The password is read from CANOPY_CODEGEN_PASSWORD.""";

    private static final Set<String> ONCE =
            Set.of("--url", "--user", "--package", "--output", "--config", "--record-names");
    private static final Set<String> OFTEN = Set.of("--migrations", "--name", "--flyway");

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final Function<String, @Nullable String> environment;

    private Arguments(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * Reads what is to be generated.
     *
     * @throws GenerationException if an option is unknown, lacks its value or contradicts another
     */
    static Generation read(List<String> arguments, Function<String, @Nullable String> environment) {
        Arguments read = new Arguments(environment);
        for (int i = 0; i < arguments.size(); i += 2) {
            read.add(arguments.get(i), i + 1 < arguments.size() ? arguments.get(i + 1) : null);
        }
        return read.generation();
    }

    private void add(String option, @Nullable String value) {
        if (!ONCE.contains(option) && !OFTEN.contains(option)) {
            List<String> known = new ArrayList<>(ONCE);
            known.addAll(OFTEN);
            throw new GenerationException(
                    "The option %s is unknown; the nearest is %s.".formatted(option, Nearest.to(option, known)));
        }
        if (value == null) {
            throw new GenerationException("The option %s lacks its value.".formatted(option));
        }
        List<String> given = values.computeIfAbsent(option, key -> new ArrayList<>());
        if (!given.isEmpty() && ONCE.contains(option)) {
            throw new GenerationException("The option %s is given twice.".formatted(option));
        }
        given.add(value);
    }

    private Generation generation() {
        Path configuration = one("--config").map(Path::of).orElse(null);
        Map<String, String> names = new TreeMap<>();
        pairs("--name").forEach((what, name) -> names.put(Overrides.NAME + what, name));
        one("--record-names").ifPresent(word -> names.put(Overrides.RECORD_NAMES, word));
        return new Generation(
                source(configuration),
                configuration,
                one("--package").orElse(null),
                one("--output").map(Path::of).orElse(null),
                names);
    }

    private Source source(@Nullable Path configuration) {
        Optional<String> url = one("--url");
        List<String> migrations = values.getOrDefault("--migrations", List.of());
        if (url.isPresent() && !migrations.isEmpty()) {
            throw new GenerationException(
                    "Both --url and --migrations are given; generate from the database, or from what the migrations make.");
        }
        if (url.isPresent()) {
            return new ExistingDatabase(
                    url.get(), one("--user").orElse(null), environment.apply("CANOPY_CODEGEN_PASSWORD"));
        }
        if (!migrations.isEmpty()) {
            return new MigratedDatabase(migrations, pairs("--flyway"));
        }
        return Optional.ofNullable(configuration)
                .flatMap(file -> JooqConfiguration.read(file).source())
                .orElseThrow(() -> new GenerationException(
                        "Neither --migrations nor --url says what to generate from.\n" + USAGE));
    }

    private Optional<String> one(String option) {
        return Optional.ofNullable(values.get(option)).map(List::getFirst);
    }

    private Map<String, String> pairs(String option) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : values.getOrDefault(option, List.of())) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new GenerationException(
                        "The option %s wants <what>=<value>, not \"%s\".".formatted(option, pair));
            }
            pairs.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return pairs;
    }
}
