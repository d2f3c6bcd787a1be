package io.github.d1jdbc.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Seeded values, written as bytes: words, sentences, numbers, times; quoted for SQL or for JSON. */
final class SampleWords {

    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST = 4 * 1024; // no single value is longer
    private static final int WORDS = 30_000;
    private static final int SENTENCES = 30_000;
    private static final String[] STATUS = {"paid", "sent", "returned", "open", "cancelled"};
    private static final String[] SYLLABLES = {
        "an", "ber", "chi", "do", "en", "fa", "gra", "hal", "in", "jo", "kel", "lor", "mi", "no", "or", "pas", "qui",
        "ra", "sta", "te", "un", "vor", "wen", "xi", "ya", "zu", "é", "ü", "lin", "mar"
    };

    private final SplittableRandom random;
    private final OutputStream out;
    private final boolean sql;
    private final byte[][] vocabulary = new byte[WORDS][];
    private final byte[][] sentences = new byte[SENTENCES][];
    private final byte[] buffer = new byte[BUFFER + LONGEST];
    private int length;

    /** @param sql whether texts stand in single quotes, else they are strings of JSON */
    SampleWords(long seed, OutputStream out, boolean sql) {
        this.random = new SplittableRandom(seed);
        this.out = out;
        this.sql = sql;
        for (int i = 0; i < WORDS; i++) vocabulary[i] = word(i);
        for (int i = 0; i < SENTENCES; i++) sentences[i] = sentence();
    }

    static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] word(int number) {
        if (number % 400 == 7) return (sql ? "it''s" : "it's").getBytes(StandardCharsets.UTF_8);
        if (number % 500 == 9) return "🚚".getBytes(StandardCharsets.UTF_8);
        if (number % 300 == 11) return (sql ? "\"so\"" : "\\\"so\\\"").getBytes(StandardCharsets.UTF_8);
        StringBuilder word = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i >= 0; i--) word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        return word.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] sentence() {
        byte[] sentence = new byte[400];
        int at = 0;
        for (int i = 5 + random.nextInt(9); i >= 0; i--) {
            // The fourth power makes some words frequent and most rare, as in any language.
            double square = Math.pow(random.nextDouble(), 2);
            byte[] word = vocabulary[(int) (square * square * WORDS)];
            System.arraycopy(word, 0, sentence, at, word.length);
            at += word.length;
            sentence[at++] = (byte) (i == 0 ? '.' : ' ');
        }
        return java.util.Arrays.copyOf(sentence, at);
    }

    int random(int bound) {
        return random.nextInt(bound);
    }

    SampleWords raw(byte[] bytes) throws IOException {
        if (length >= BUFFER) flush();
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    SampleWords ascii(String text) throws IOException {
        return raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    SampleWords comma() throws IOException {
        return put(',');
    }

    private SampleWords put(int one) throws IOException {
        if (length >= BUFFER) flush();
        buffer[length++] = (byte) one;
        return this;
    }

    SampleWords number(long value) throws IOException {
        return ascii(Long.toString(value));
    }

    /** A number with so many digits behind its point, and never an integer. */
    SampleWords decimal(long digits, int places) throws IOException {
        int unit = 1;
        for (int i = 0; i < places; i++) unit *= 10;
        number(digits / unit).put('.');
        String fraction = Long.toString(digits % unit);
        for (int i = fraction.length(); i < places; i++) put('0');
        return ascii(fraction).put('5');
    }

    private SampleWords quote() throws IOException {
        return put(sql ? '\'' : '"');
    }

    /** Some words as a text. */
    SampleWords quoted(int words) throws IOException {
        quote();
        for (int i = 0; i < words; i++) {
            if (i > 0) put(' ');
            raw(vocabulary[random.nextInt(WORDS)]);
        }
        return quote();
    }

    /** Sentences of about so many bytes as a text. */
    SampleWords text(int bytes) throws IOException {
        int wanted = bytes / 2 + random.nextInt(bytes);
        quote();
        for (int written = 0; written < wanted; ) {
            byte[] sentence = sentences[random.nextInt(SENTENCES)];
            raw(sentence);
            written += sentence.length;
        }
        return quote();
    }

    SampleWords status() throws IOException {
        return quote().ascii(STATUS[random.nextInt(STATUS.length)]).quote();
    }

    SampleWords email(long id) throws IOException {
        return quote().ascii("customer").number(id).ascii("@example.com").quote();
    }

    SampleWords time() throws IOException {
        quote().ascii("2026-").two(1 + random.nextInt(12)).put('-');
        two(1 + random.nextInt(28)).put(' ');
        return two(random.nextInt(24))
                .put(':')
                .two(random.nextInt(60))
                .put(':')
                .two(random.nextInt(60))
                .quote();
    }

    private SampleWords two(int number) throws IOException {
        return put('0' + number / 10).put('0' + number % 10);
    }

    SampleWords hex(int bytes) throws IOException {
        for (int i = 0; i < 2 * bytes; i++) put("0123456789ABCDEF".charAt(random.nextInt(16)));
        return this;
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }
}
