package dev.canopy.validation;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and addresses of hosts, and URLs with them; nothing is looked up. */
final class Hosts {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern TOP = Pattern.compile("[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9]");
    private static final Pattern BYTE = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern AUTHORITY = Pattern.compile("(?:[^@\\[\\]]*@)?(\\[[^\\]]*]|[^:@]*)(?::([0-9]{0,5}))?");

    private Hosts() {}

    /** A full name with a top level (RFC 1123, RFC 5890). */
    static boolean isName(String text) {
        if (text.isEmpty() || text.length() > 253) {
            return false;
        }
        String ascii;
        try {
            ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noName) {
            return false;
        }
        List<String> labels = List.of(ascii.split("\\.", -1));
        return ascii.length() <= 253
                && labels.size() > 1
                && labels.stream().allMatch(label -> LABEL.matcher(label).matches())
                && TOP.matcher(labels.getLast()).matches();
    }

    static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!BYTE.matcher(part).matches() || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    /** Eight groups; one run of two or more zeros may be {@code ::}, the last two may be an IPv4 address. */
    static boolean isIpv6(String text) {
        if (text.indexOf(':') < 0 || text.length() > 45) {
            return false;
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == 8;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int left = before.isEmpty() ? 0 : groups(before, false);
        int right = after.isEmpty() ? 0 : groups(after, true);
        return left >= 0 && right >= 0 && left + right <= 7;
    }

    /** An address and the length of a prefix that fits it. */
    static boolean isRange(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !PREFIX.matcher(text.substring(slash + 1)).matches()) {
            return false;
        }
        String address = text.substring(0, slash);
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return (isIpv4(address) && prefix <= 32) || (isIpv6(address) && prefix <= 128);
    }

    static boolean isUrl(String text, List<String> schemes) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException noUri) {
            return false;
        }
        String scheme = uri.getScheme();
        String authority = uri.getRawAuthority();
        if (scheme == null || authority == null || !schemes.contains(scheme.toLowerCase(Locale.ROOT))) {
            return false;
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return false;
        }
        String port = parts.group(2);
        return isHost(parts.group(1)) && (port == null || port.isEmpty() || Integer.parseInt(port) <= 65_535);
    }

    private static boolean isHost(String host) {
        return host.startsWith("[")
                ? isIpv6(host.substring(1, host.length() - 1))
                : isIpv4(host) || isName(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    }

    /** How many groups of 16 bits; negative for something else. */
    private static int groups(String text, boolean last) {
        String[] parts = text.split(":", -1);
        int groups = 0;
        for (int i = 0; i < parts.length; i++) {
            if (GROUP.matcher(parts[i]).matches()) {
                groups++;
            } else if (last && i == parts.length - 1 && isIpv4(parts[i])) {
                groups += 2;
            } else {
                return -1;
            }
        }
        return groups;
    }
}
