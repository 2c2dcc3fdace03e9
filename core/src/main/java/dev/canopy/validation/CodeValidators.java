package dev.canopy.validation;

import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** About numbers and codes that a standard gives out. Whether they are in use is known to those who give them out alone. */
abstract sealed class CodeValidators extends NumberValidators permits Validators {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Pattern CARD = Pattern.compile(
            "4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})" // Visa
                    + "|(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}" // Mastercard
                    + "|3[47][0-9]{13}" // American Express
                    + "|(?:6011|64[4-9][0-9]|65[0-9]{2})[0-9]{12,15}" // Discover
                    + "|3(?:0[0-5]|[689][0-9])[0-9]{11,16}" // Diners Club
                    + "|35(?:2[89]|[3-8][0-9])[0-9]{12,15}" // JCB
                    + "|62[0-9]{14,17}" // UnionPay
                    + "|(?:50|5[6-9]|6[0-9])[0-9]{10,17}"); // Maestro
    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}", Pattern.CASE_INSENSITIVE);
    private static final Pattern BIC = Pattern.compile("[A-Z0-9]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?");
    private static final Pattern ISRC = Pattern.compile("[A-Z]{2}[0-9A-Z]{3}[0-9]{7}");
    private static final Pattern CONTAINER = Pattern.compile("[A-Z]{3}[UJZ][0-9]{7}");
    private static final Pattern DEGREES = Pattern.compile("[+-]?[0-9]{1,3}(?:\\.[0-9]++)?");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Set<String> LONG_COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3);
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toSet());

    CodeValidators() {}

    /** The text of a UUID of any version (RFC 9562); a column of type {@code uuid} needs no such rule. */
    public static Validator<CharSequence> isUUID() {
        return matching("isUUID", "must be a UUID", UUID);
    }

    /** The text of a UUID of this version, from 1 to 8. */
    public static Validator<CharSequence> isUUID(int version) {
        if (version < 1 || version > 8) {
            throw new IllegalArgumentException(
                    "There is no UUID of version %d; give one from 1 to 8.".formatted(version));
        }
        return Validator.<CharSequence>of(
                        "isUUID",
                        "must be a UUID of version {version}",
                        text -> UUID.matcher(text).matches()
                                && text.charAt(14) == '0' + version
                                && "89abAB".indexOf(text.charAt(19)) >= 0)
                .with("version", version);
    }

    /** A ULID: 26 characters of Crockford's base 32. */
    public static Validator<CharSequence> isULID() {
        return matching("isULID", "must be a ULID", ULID);
    }

    /** A key of MongoDB: 24 hexadecimal digits. */
    public static Validator<CharSequence> isMongoId() {
        return matching("isMongoId", "must be a MongoDB key", Pattern.compile("[0-9a-fA-F]{24}"));
    }

    /** The hexadecimal form of a value of this algorithm. */
    public static Validator<CharSequence> isHash(Digest algorithm) {
        return Validator.<CharSequence>of(
                        "isHash",
                        "must be a hash of {algorithm}",
                        text -> text.length() == algorithm.hexadecimals()
                                && text.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0))
                .with("algorithm", algorithm);
    }

    /** The hexadecimal form of a value of MD5. */
    public static Validator<CharSequence> isMD5() {
        return isHash(Digest.MD5).withRule("isMD5");
    }

    /** Digits whose last one is Luhn's check digit. */
    public static Validator<CharSequence> isLuhnNumber() {
        return Validator.of("isLuhnNumber", "must end in Luhn's check digit", text -> {
            String digits = text.toString();
            return CheckDigits.digits(digits, 1, Integer.MAX_VALUE) && CheckDigits.luhn(digits);
        });
    }

    /**
     * The number of a payment card of a known kind, with its check digit; single spaces or hyphens may stand in it. Its violations
     * do not show it.
     */
    public static Validator<CharSequence> isCreditCard() {
        return Validator.<CharSequence>of("isCreditCard", "must be the number of a payment card", text -> {
                    String digits = CheckDigits.ungrouped(text, ' ', '-');
                    return CARD.matcher(digits).matches() && CheckDigits.luhn(digits);
                })
                .withoutValue();
    }

    /** An international bank account number (ISO 13616) of a country that has such; single spaces may stand in it. */
    public static Validator<CharSequence> isIBAN() {
        return Validator.of("isIBAN", "must be an IBAN", Iban::isValid);
    }

    /** A bank's identifier code (ISO 9362), of 8 or 11 characters. */
    public static Validator<CharSequence> isBIC() {
        return Validator.of("isBIC", "must be a BIC", text -> {
            var found = BIC.matcher(text);
            return found.matches()
                    && (COUNTRIES.contains(found.group(1)) || found.group(1).equals("XK"));
        });
    }

    /** The routing number of a bank in the United States, with its check digit. */
    public static Validator<CharSequence> isAbaRouting() {
        return Validator.of("isAbaRouting", "must be a routing number of the ABA", text -> {
            String digits = text.toString();
            return CheckDigits.digits(digits, 9, 9) && CheckDigits.routing(digits);
        });
    }

    /** The number of a book, of 10 or 13 digits with its check digit (ISO 2108); hyphens or spaces may stand in it. */
    public static Validator<CharSequence> isISBN() {
        return Validator.of("isISBN", "must be an ISBN", text -> {
            String number = CheckDigits.ungrouped(text, ' ', '-');
            return isIsbn10(number)
                    || (CheckDigits.digits(number, 13, 13)
                            && (number.startsWith("978") || number.startsWith("979"))
                            && CheckDigits.gs1(number));
        });
    }

    /** The number of a serial, with its check digit and with a hyphen or without (ISO 3297). */
    public static Validator<CharSequence> isISSN() {
        return Validator.of("isISSN", "must be an ISSN", text -> {
            String number = text.toString();
            String plain = number.length() == 9 && number.charAt(4) == '-'
                    ? number.substring(0, 4) + number.substring(5)
                    : number;
            return plain.length() == 8
                    && CheckDigits.digits(plain.substring(0, 7), 7, 7)
                    && isDigitOrX(plain.charAt(7))
                    && CheckDigits.eleven(plain);
        });
    }

    /** The number of an article, of 8, 13 or 14 digits with its check digit (GS1). */
    public static Validator<CharSequence> isEAN() {
        return Validator.of("isEAN", "must be an EAN", text -> {
            String digits = text.toString();
            boolean known = digits.length() == 8 || digits.length() == 13 || digits.length() == 14;
            return known && CheckDigits.digits(digits, 8, 14) && CheckDigits.gs1(digits);
        });
    }

    /** The number of a security, with its check digit (ISO 6166). */
    public static Validator<CharSequence> isISIN() {
        Pattern form = Pattern.compile("[A-Z]{2}[A-Z0-9]{9}[0-9]");
        return Validator.of(
                "isISIN",
                "must be an ISIN",
                text -> form.matcher(text).matches() && CheckDigits.luhnOfLetters(text.toString()));
    }

    /** The number of a mobile device, of 15 digits with its check digit. */
    public static Validator<CharSequence> isIMEI() {
        return Validator.of("isIMEI", "must be an IMEI", text -> {
            String digits = text.toString();
            return CheckDigits.digits(digits, 15, 15) && CheckDigits.luhn(digits);
        });
    }

    /** The code of a recording, without hyphens (ISO 3901). */
    public static Validator<CharSequence> isISRC() {
        return matching("isISRC", "must be an ISRC", ISRC);
    }

    /** The number of a freight container, with its check digit. */
    public static Validator<CharSequence> isISO6346() {
        return Validator.of(
                "isISO6346",
                "must be the number of a freight container",
                text -> CONTAINER.matcher(text).matches() && CheckDigits.container(text.toString()));
    }

    /** The code of a currency, in capitals, as the JDK knows them. */
    public static Validator<CharSequence> isISO4217() {
        return known("isISO4217", "must be the code of a currency", CURRENCIES);
    }

    /** The code of a country with two capitals, as the JDK knows them. */
    public static Validator<CharSequence> isISO31661Alpha2() {
        return known("isISO31661Alpha2", "must be the code of a country, such as CH", COUNTRIES);
    }

    /** The code of a country with three capitals, as the JDK knows them. */
    public static Validator<CharSequence> isISO31661Alpha3() {
        return known("isISO31661Alpha3", "must be the code of a country, such as CHE", LONG_COUNTRIES);
    }

    /** The code of a language with two small letters, as the JDK knows them. */
    public static Validator<CharSequence> isISO6391() {
        return known("isISO6391", "must be the code of a language", LANGUAGES);
    }

    /** A language, and if need be its script, region and so on (BCP 47), with hyphens or underscores: {@code de-CH}. */
    public static Validator<CharSequence> isLocale() {
        return Validator.of("isLocale", "must be a locale such as de-CH", text -> {
            try {
                return !new Locale.Builder()
                        .setLanguageTag(text.toString().replace('_', '-'))
                        .build()
                        .getLanguage()
                        .isEmpty();
            } catch (IllformedLocaleException other) {
                return false;
            }
        });
    }

    /** A latitude and a longitude in degrees with a comma between them, in parentheses or not: {@code 47.38, 8.54}. */
    public static Validator<CharSequence> isLatLong() {
        return Validator.of("isLatLong", "must be a latitude and a longitude", text -> isLatLong(text.toString()));
    }

    private static Validator<CharSequence> known(String rule, String message, Set<String> codes) {
        return Validator.of(rule, message, text -> codes.contains(text.toString()));
    }

    private static boolean isIsbn10(String number) {
        return number.length() == 10
                && CheckDigits.digits(number.substring(0, 9), 9, 9)
                && isDigitOrX(number.charAt(9))
                && CheckDigits.eleven(number);
    }

    private static boolean isDigitOrX(char c) {
        return (c >= '0' && c <= '9') || c == 'X' || c == 'x';
    }

    private static boolean isLatLong(String text) {
        boolean enclosed = text.startsWith("(") && text.endsWith(")");
        String[] parts = (enclosed ? text.substring(1, text.length() - 1) : text).split(",", -1);
        return parts.length == 2 && isDegrees(parts[0].strip(), 90) && isDegrees(parts[1].strip(), 180);
    }

    private static boolean isDegrees(String text, int most) {
        return DEGREES.matcher(text).matches() && Math.abs(Double.parseDouble(text)) <= most;
    }
}
