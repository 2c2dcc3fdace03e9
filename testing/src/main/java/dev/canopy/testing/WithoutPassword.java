package dev.canopy.testing;

import java.util.regex.Pattern;

/** A JDBC URL as it may be shown. */
final class WithoutPassword {
    private static final Pattern PARAMETER = Pattern.compile("(?i)([?&])(?:ssl)?password=[^&]*");
    private static final Pattern USER_INFO = Pattern.compile("//[^/@]*:[^/]*@");

    private WithoutPassword() {}

    static String of(String url) {
        String plain =
                PARAMETER.matcher(USER_INFO.matcher(url).replaceAll("//")).replaceAll("$1");
        return plain.replaceAll("([?&])&+", "$1").replaceAll("[?&]$", "");
    }
}
