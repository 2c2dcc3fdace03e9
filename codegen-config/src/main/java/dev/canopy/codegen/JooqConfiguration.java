package dev.canopy.codegen;

import dev.canopy.sql.TextBinding;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.jooq.Constants;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.postgres.PostgresDatabase;
import org.jooq.util.jaxb.tools.MiniJAXB;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * jOOQ's configuration: the user's own, with what Canopy needs where it says nothing. It is kept as XML until the end, for
 * an object of jOOQ's does not tell what was written from what is the default.
 */
final class JooqConfiguration {
    /** The history that Flyway keeps, and the server's own schemas, are nobody's model. */
    private static final String EXCLUDES = "flyway_schema_history|information_schema\\..*|pg_catalog\\..*";

    /** What the generated associations stand on. */
    private static final List<String> NEEDED = List.of(
            "tables",
            "records",
            "relations",
            "keys",
            "instanceFields",
            "globalObjectReferences",
            "globalTableReferences",
            "globalKeyReferences");

    /** What jOOQ has no Java type for, or, as for bits, one that does not hold all values. */
    private static final String TEXTS =
            "inet|cidr|macaddr8?|(int4|int8|num|date|ts|tstz)(multi)?range|tsvector|tsquery|point|line|lseg|box|path|polygon|circle"
                    + "|money|pg_lsn|jsonpath|pg_snapshot|xid8|hstore";

    private static final Pattern PROLOG = Pattern.compile("\\A\\s*<\\?xml.*?\\?>", Pattern.DOTALL);
    private static final Pattern OLD_NAMESPACE =
            Pattern.compile("\\sxmlns=[\"']http://www\\.jooq\\.org/xsd/jooq-codegen-[\\d.]+\\.xsd[\"']");

    private final Element configuration;

    private JooqConfiguration(Element configuration) {
        this.configuration = configuration;
        refuse();
        fill();
    }

    static JooqConfiguration empty() {
        return new JooqConfiguration(parse("<configuration xmlns=\"" + Constants.NS_CODEGEN + "\"/>", "the default")
                .getDocumentElement());
    }

    static JooqConfiguration read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new GenerationException("The configuration %s cannot be read.".formatted(file), e);
        }
        String own =
                OLD_NAMESPACE.matcher(PROLOG.matcher(text).replaceFirst("")).replaceAll("");
        String root = parse(own, file.toString()).getDocumentElement().getTagName();
        String opening = "<configuration xmlns=\"" + Constants.NS_CODEGEN + "\">";
        String whole = switch (root) {
            case "configuration" -> own.replaceFirst("<configuration\\s*>", opening);
            case "generator" -> opening + own + "</configuration>";
            default ->
                throw new GenerationException(
                        "The configuration %s begins with <%s>; jOOQ's <generator> or <configuration> is wanted."
                                .formatted(file, root));
        };
        Document document = parse(whole, file.toString());
        validate(whole, file);
        return new JooqConfiguration(document.getDocumentElement());
    }

    /** What is given here has precedence. */
    void target(@Nullable String packageName, @Nullable String directory) {
        Element target = child(child(configuration, "generator"), "target");
        if (packageName != null) {
            set(target, "packageName", packageName);
        }
        if (directory != null) {
            set(target, "directory", directory);
        }
        if (text(target, "packageName").isEmpty()) {
            throw new GenerationException("No package is given for the generated classes; say --package.");
        }
        if (text(target, "directory").isEmpty()) {
            throw new GenerationException("No directory is given for the generated sources; say --output.");
        }
    }

    String directory() {
        return text(child(child(configuration, "generator"), "target"), "directory")
                .orElseThrow();
    }

    /** Adds to what reaches the generator beside the configuration that is jOOQ's own. */
    void properties(Map<String, String> properties) {
        Element all = child(child(child(configuration, "generator"), "database"), "properties");
        new TreeMap<>(properties).forEach((key, value) -> {
            Element property = append(all, "property");
            set(property, "key", key);
            set(property, "value", value);
        });
    }

    /** The connection of the configuration itself, where it has one. */
    Optional<Source> source() {
        return find(configuration, "jdbc")
                .flatMap(jdbc -> text(jdbc, "url")
                        .map(url -> new ExistingDatabase(
                                url,
                                text(jdbc, "user")
                                        .or(() -> text(jdbc, "username"))
                                        .orElse(null),
                                text(jdbc, "password").orElse(null))));
    }

    Configuration with(Jdbc jdbc) {
        StringWriter xml = new StringWriter();
        try {
            TransformerFactory.newInstance()
                    .newTransformer()
                    .transform(new DOMSource(configuration.getOwnerDocument()), new StreamResult(xml));
        } catch (TransformerException e) {
            throw new IllegalStateException("A document that was read cannot be written.", e);
        }
        return MiniJAXB.unmarshal(xml.toString(), Configuration.class).withJdbc(jdbc);
    }

    private void refuse() {
        Element generator = child(configuration, "generator");
        requireSubclass(
                text(generator, "name"),
                "generator",
                CanopyGenerator.class,
                List.of("org.jooq.codegen.JavaGenerator", "org.jooq.codegen.DefaultGenerator"));
        find(generator, "strategy").ifPresent(strategy -> {
            if (find(strategy, "matchers").isPresent()) {
                throw new GenerationException(
                        "The configuration has <matchers>, whose names Canopy's naming would not know; choose names by canopy.name.… or by a strategy that extends %s."
                                .formatted(CanopyNaming.class.getName()));
            }
            requireSubclass(
                    text(strategy, "name"),
                    "strategy",
                    CanopyNaming.class,
                    List.of("org.jooq.codegen.DefaultGeneratorStrategy"));
        });
        Optional<Element> database = find(generator, "database");
        requireSubclass(
                database.flatMap(element -> text(element, "name")), "database", PostgresDatabase.class, List.of());
        database.flatMap(element -> text(element, "recordVersionFields")).ifPresent(fields -> {
            throw new GenerationException(
                    "The configuration has <recordVersionFields>; with jOOQ's version beside Canopy's each write would"
                            + " count twice: leave it out, and define the model's version(…).");
        });
        database.flatMap(element -> text(element, "recordTimestampFields")).ifPresent(fields -> {
            throw new GenerationException(
                    "The configuration has <recordTimestampFields>, which jOOQ compares at each write; leave it out,"
                            + " and define the model's version(…).");
        });
        find(generator, "generate")
                .ifPresent(generate -> NEEDED.forEach(flag -> {
                    if (text(generate, flag).filter("false"::equals).isPresent()) {
                        throw new GenerationException(
                                "The configuration has <%s>false</%s>; associations stand on them, so leave that out."
                                        .formatted(flag, flag));
                    }
                }));
    }

    private static void requireSubclass(
            Optional<String> name, String element, Class<?> type, List<String> sameAsNothing) {
        if (name.isEmpty() || sameAsNothing.contains(name.get())) {
            return;
        }
        Class<?> named;
        try {
            named = Class.forName(name.get());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new GenerationException(
                    "The class %s of <%s> is not on the class path; add its artifact to the dependencies of the plugin."
                            .formatted(name.get(), element),
                    e);
        }
        if (!type.isAssignableFrom(named)) {
            throw new GenerationException("The class %s of <%s> does not extend %s; extend it, or leave the name out."
                    .formatted(name.get(), element, type.getName()));
        }
    }

    private void fill() {
        preset(configuration, "logging", "WARN");
        preset(configuration, "onError", "FAIL");
        preset(configuration, "onMetadataProblem", "FAIL");
        Element generator = child(configuration, "generator");
        orOwn(generator, CanopyGenerator.class);
        orOwn(child(generator, "strategy"), CanopyNaming.class);
        Element database = child(generator, "database");
        preset(database, "name", PostgresDatabase.class.getName());
        preset(database, "includes", ".*");
        preset(database, "includeRoutines", "false");
        preset(database, "tableValuedFunctionsAsTables", "false");
        set(
                database,
                "excludes",
                EXCLUDES
                        + text(database, "excludes")
                                .map(more -> "|" + more.strip())
                                .orElse(""));
        // Behind the user's own: jOOQ takes the first that matches.
        Element types = child(database, "forcedTypes");
        asText(types, TEXTS, null);
        asText(types, "bit|bit varying|varbit", "OTHER");
        Element generate = child(generator, "generate");
        preset(generate, "fluentSetters", "true");
        preset(generate, "javaTimeTypes", "true");
        preset(generate, "generatedAnnotation", "false");
        preset(generate, "nullableAnnotation", "true");
        preset(generate, "nullableAnnotationType", "org.jspecify.annotations.Nullable");
        preset(generate, "nullableAnnotationOnWriteOnlyNullableTypes", "false");
        preset(generate, "deprecationOnUnknownTypes", "false");
        // Join paths by method would have names that a new foreign key changes; associations take their place.
        preset(generate, "implicitJoinPathsToOne", "false");
        preset(generate, "implicitJoinPathsToMany", "false");
        preset(generate, "implicitJoinPathsManyToMany", "false");
        preset(generate, "whereMethodOverrides", "false");
        preset(generate, "renameMethodOverrides", "false");
    }

    /** As the text that PostgreSQL writes, for the types that match. */
    private static void asText(Element types, String pattern, @Nullable String instead) {
        Element type = append(types, "forcedType");
        if (instead != null) {
            set(type, "name", instead);
        }
        set(type, "userType", String.class.getName());
        set(type, "binding", TextBinding.class.getName());
        set(type, "includeTypes", pattern);
        set(type, "ignoreUnused", "true");
    }

    /** jOOQ's own class, which stands in many configurations, means the default. */
    private static void orOwn(Element parent, Class<?> own) {
        if (text(parent, "name")
                .filter(given -> !given.startsWith("org.jooq.codegen."))
                .isEmpty()) {
            set(parent, "name", own.getName());
        }
    }

    private static void preset(Element parent, String name, String value) {
        if (text(parent, name).isEmpty()) {
            set(parent, name, value);
        }
    }

    private static void set(Element parent, String name, String value) {
        child(parent, name).setTextContent(value);
    }

    private static Optional<String> text(Element parent, String name) {
        return find(parent, name)
                .map(element -> element.getTextContent().strip())
                .filter(text -> !text.isEmpty());
    }

    private static Element child(Element parent, String name) {
        return find(parent, name).orElseGet(() -> append(parent, name));
    }

    private static Element append(Element parent, String name) {
        Element child = parent.getOwnerDocument().createElementNS(Constants.NS_CODEGEN, name);
        parent.appendChild(child);
        return child;
    }

    private static Optional<Element> find(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    private static Document parse(String xml, String file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (SAXException e) {
            throw wrong(file, e);
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException("XML cannot be read on this JVM.", e);
        }
    }

    private static void validate(String xml, Path file) {
        try {
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(Configuration.class.getResource(Constants.CP_CODEGEN))
                    .newValidator()
                    .validate(new StreamSource(new StringReader(xml)));
        } catch (SAXException e) {
            throw wrong(file.toString(), e);
        } catch (IOException e) {
            throw new IllegalStateException("XML cannot be read on this JVM.", e);
        }
    }

    private static GenerationException wrong(String file, SAXException e) {
        String line = e instanceof SAXParseException place ? ", line " + place.getLineNumber() : "";
        String said = String.valueOf(e.getMessage())
                .replaceFirst("^cvc-[\\w.-]+: ", "")
                .replace("\"" + Constants.NS_CODEGEN + "\":", "")
                .strip();
        return new GenerationException(
                "The configuration %s%s is not what jOOQ understands: %s".formatted(file, line, said), e);
    }
}
