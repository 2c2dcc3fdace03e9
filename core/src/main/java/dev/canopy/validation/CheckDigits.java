package dev.canopy.validation;

/** The sums by which numbers betray a slip of the pen. */
final class CheckDigits {
    private CheckDigits() {}

    /** The text without single separators between its characters; with others it is no number and stays as it is. */
    static String ungrouped(CharSequence text, char... separators) {
        StringBuilder plain = new StringBuilder(text.length());
        boolean separated = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean separator = new String(separators).indexOf(c) >= 0;
            if (separator && (separated || i == text.length() - 1)) {
                return text.toString();
            }
            separated = separator;
            if (!separator) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    static boolean digits(String text, int least, int most) {
        return text.length() >= least && text.length() <= most && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Luhn's sum (ISO/IEC 7812-1): every second digit from the right but one counts twice. */
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return !digits.isEmpty() && sum % 10 == 0;
    }

    /** GS1's sum: from the right, digits count once and thrice by turns. */
    static boolean gs1(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(digits.length() - 1 - i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return sum % 10 == 0;
    }

    /** The sum of ISBN-10 and ISSN: from the right, 1, 2, 3 and so on, modulo 11; an X at the end is 10. */
    static boolean eleven(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(number.length() - 1 - i);
            sum += (i + 1) * (c == 'X' || c == 'x' ? 10 : c - '0');
        }
        return sum % 11 == 0;
    }

    /** Luhn's sum of a text in which letters stand for 10 to 35, as ISIN has it. */
    static boolean luhnOfLetters(String text) {
        StringBuilder digits = new StringBuilder();
        text.chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return luhn(digits.toString());
    }

    /** The sum of ISO 6346 for freight containers: letters count from 10 without multiples of 11, places by powers of 2. */
    static boolean container(String text) {
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            int value = Character.digit(text.charAt(i), 36);
            sum += (value < 10 ? value : value + (value - 1) / 10) << i;
        }
        return sum % 11 % 10 == text.charAt(10) - '0';
    }

    /** The sum of routing numbers of banks in the United States: 3, 7, 1 by turns. */
    static boolean routing(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * new int[] {3, 7, 1}[i % 3];
        }
        return sum % 10 == 0;
    }
}
