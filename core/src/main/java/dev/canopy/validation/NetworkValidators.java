package dev.canopy.validation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** About what stands in the network: addresses, names, and what is written with them. */
abstract sealed class NetworkValidators extends TextValidators permits TimeValidators {
    /** RFC 5322's dot-atom, with what RFC 6531 adds: every character outside ASCII. */
    private static final Pattern DOT_ATOM = Pattern.compile(
            "[\\w!#$%&'*+/=?^`{|}~\\x{80}-\\x{10FFFF}-]++(?:\\.[\\w!#$%&'*+/=?^`{|}~\\x{80}-\\x{10FFFF}-]++)*+");

    private static final Pattern QUOTED = Pattern.compile("\"(?:[ !#-\\[\\]-~\\x{80}-\\x{10FFFF}]|\\\\[ -~])++\"");
    private static final Pattern MAC = Pattern.compile(
            "(?:[0-9a-fA-F]{2}([:-]))(?:[0-9a-fA-F]{2}\\1){4}(?:(?:[0-9a-fA-F]{2}\\1){2})?[0-9a-fA-F]{2}"
                    + "|(?:[0-9a-fA-F]{4}\\.){2,3}[0-9a-fA-F]{4}");
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]++";
    private static final String PARAMETERS =
            "(?:\\s*+;\\s*+[A-Za-z0-9!#$&^_.+*-]++=(?:[A-Za-z0-9!#$&^_.+*/:-]++|\"(?:[^\"\\\\]|\\\\.)*+\"))*+";
    private static final Pattern MIME_TYPE = Pattern.compile(
            "(?:application|audio|font|haptics|image|message|model|multipart|text|video)/" + TOKEN + PARAMETERS,
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DATA_URI = Pattern.compile(
            "data:(?:" + TOKEN + "/" + TOKEN + ")?(?:;[A-Za-z0-9-]++=[^;,]++)*+(;base64)?,(.*+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern URI_TEXT = Pattern.compile("(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@/?]|%[0-9a-fA-F]{2})*+");
    private static final Pattern MAGNET = Pattern.compile(
            "magnet:\\?(?:[^&]++&)*?xt(?:\\.[0-9]++)?+=urn:(?:btih:(?:[0-9a-f]{40}|[a-z2-7]{32})|btmh:1220[0-9a-f]{64}|[a-z0-9]++:[a-z0-9]{32,128})(?:&.*+)?",
            Pattern.CASE_INSENSITIVE);

    NetworkValidators() {}

    /**
     * An e-mail address with a domain that has a top level: RFC 5321's form and lengths, with the characters of RFC 6531, and names
     * outside ASCII by IDNA. Whether the top level exists is not asked: the list of them grows faster than libraries.
     */
    public static Validator<CharSequence> isEmail() {
        return Validator.of("isEmail", "must be an e-mail address", text -> isEmail(text.toString()));
    }

    /** An absolute URL of the web or of FTP, with a host that has a top level or is an IP address. */
    public static Validator<CharSequence> isUrl() {
        return isUrl("http", "https", "ftp");
    }

    /** An absolute URL with one of these schemes and a host. */
    public static Validator<CharSequence> isUrl(String... schemes) {
        List<String> known =
                List.of(schemes).stream().map(s -> s.toLowerCase(Locale.ROOT)).toList();
        return Validator.<CharSequence>of("isUrl", "must be a URL", text -> Hosts.isUrl(text.toString(), known))
                .with("schemes", known);
    }

    /** A host's full name with a top level, without a dot behind it; names outside ASCII by IDNA. */
    public static Validator<CharSequence> isFQDN() {
        return Validator.of("isFQDN", "must be a domain name", text -> Hosts.isName(text.toString()));
    }

    /** An IP address of version 4 or 6. */
    public static Validator<CharSequence> isIP() {
        return Validator.of(
                "isIP",
                "must be an IP address",
                text -> Hosts.isIpv4(text.toString()) || Hosts.isIpv6(text.toString()));
    }

    /** An IP address of version 4: four decimal numbers without zeros in front. */
    public static Validator<CharSequence> isIPv4() {
        return Validator.of("isIPv4", "must be an IPv4 address", text -> Hosts.isIpv4(text.toString()));
    }

    /** An IP address of version 6 in a form of RFC 4291, without a zone. */
    public static Validator<CharSequence> isIPv6() {
        return Validator.of("isIPv6", "must be an IPv6 address", text -> Hosts.isIpv6(text.toString()));
    }

    /** An IP address with the length of a prefix behind it (CIDR): {@code 10.0.0.0/8}. */
    public static Validator<CharSequence> isIPRange() {
        return Validator.of("isIPRange", "must be a range of IP addresses", text -> Hosts.isRange(text.toString()));
    }

    /** A MAC address of 6 or 8 bytes: with colons, with hyphens, or by fours with dots. */
    public static Validator<CharSequence> isMACAddress() {
        return matching("isMACAddress", "must be a MAC address", MAC);
    }

    /** A media type of a registered top level (RFC 6838), with parameters or without. */
    public static Validator<CharSequence> isMimeType() {
        return matching("isMimeType", "must be a media type such as image/png", MIME_TYPE);
    }

    /** A {@code data:} URI (RFC 2397); base 64 must be whole. */
    public static Validator<CharSequence> isDataURI() {
        return Validator.of("isDataURI", "must be a data URI", text -> {
            var found = DATA_URI.matcher(text);
            return found.matches()
                    && (found.group(1) == null
                            ? URI_TEXT.matcher(found.group(2)).matches()
                            : isPaddedBase64(found.group(2)));
        });
    }

    /** A {@code mailto:} URI with one address or several (RFC 6068). */
    public static Validator<CharSequence> isMailtoURI() {
        return Validator.of("isMailtoURI", "must be a mailto URI", text -> isMailto(text.toString()));
    }

    /** A {@code magnet:} URI that names its content by a hash. */
    public static Validator<CharSequence> isMagnetURI() {
        return matching("isMagnetURI", "must be a magnet URI", MAGNET);
    }

    private static boolean isEmail(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || text.getBytes(StandardCharsets.UTF_8).length > 254) {
            return false;
        }
        String local = text.substring(0, at);
        return local.getBytes(StandardCharsets.UTF_8).length <= 64
                && (DOT_ATOM.matcher(local).matches() || QUOTED.matcher(local).matches())
                && Hosts.isName(text.substring(at + 1));
    }

    private static boolean isMailto(String text) {
        if (!text.regionMatches(true, 0, "mailto:", 0, 7)) {
            return false;
        }
        int query = text.indexOf('?');
        String to = text.substring(7, query < 0 ? text.length() : query);
        boolean fields = query >= 0 && text.length() > query + 1;
        return (to.isEmpty() ? fields : List.of(to.split(",", -1)).stream().allMatch(NetworkValidators::isEmail))
                && (query < 0 || URI_TEXT.matcher(text.substring(query + 1)).matches());
    }
}
