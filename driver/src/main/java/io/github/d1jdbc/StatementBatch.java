package io.github.d1jdbc;

import io.github.d1jdbc.Session.Command;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batch of one statement: one atomic request, unless it is larger than one request may be and no transaction needs
 * it whole (rulings-driver 23). For one thread at a time.
 */
final class StatementBatch {

    /** Sends statements as one atomic request. */
    @FunctionalInterface
    interface Sender {
        List<Outcome> send(List<Command> commands) throws SQLException;
    }

    /**
     * What a batch did.
     *
     * @param counts one an entry
     * @param outcomes one a statement
     * @param warning where it was split, or null
     */
    record Done(
            List<Long> counts,
            List<Outcome> outcomes,
            @Nullable String warning) {}

    private List<List<Command>> entries = new ArrayList<>();

    void add(List<Command> entry) {
        entries.add(entry);
    }

    void clear() {
        entries = new ArrayList<>();
    }

    /**
     * Runs the entries and forgets them, whatever comes of it.
     *
     * @param bytes about how large a request may be
     * @param whole whether the batch must not be split
     */
    Done run(Sender sender, long bytes, boolean whole) throws SQLException {
        List<List<Command>> all = entries;
        clear();
        try {
            // Before anything is sent, because an earlier request could not be taken back.
            for (List<Command> entry : all) {
                for (Command command : entry) JdbcStatement.refuseRows("executeBatch", command.statement());
            }
        } catch (SQLException e) {
            throw SqlErrors.batch(e, all.size());
        }
        List<Integer> ends = ends(all, bytes);
        if (whole && ends.size() > 1) throw SqlErrors.batch(SqlErrors.tooLarge("The batch", bytes), all.size());
        long[] counts = new long[all.size()];
        Arrays.fill(counts, Statement.EXECUTE_FAILED);
        List<Outcome> outcomes = new ArrayList<>();
        int start = 0;
        for (int end : ends) {
            try {
                List<Outcome> part = sender.send(
                        all.subList(start, end).stream().flatMap(List::stream).toList());
                count(all, start, end, part, counts);
                outcomes.addAll(part);
            } catch (SQLException e) {
                throw start == 0 ? SqlErrors.batch(e, all.size()) : SqlErrors.partOfBatch(e, counts, splits(ends));
            }
            start = end;
        }
        return new Done(Arrays.stream(counts).boxed().toList(), outcomes, ends.size() > 1 ? splits(ends) : null);
    }

    private static void count(List<List<Command>> all, int start, int end, List<Outcome> outcomes, long[] counts) {
        int next = 0;
        for (int i = start; i < end; i++) {
            long sum = 0;
            for (int k = 0; k < all.get(i).size(); k++) {
                long rows = outcomes.get(next++) instanceof Outcome.Count count ? count.rows() : 0;
                boolean unknown = rows == Statement.SUCCESS_NO_INFO || sum == Statement.SUCCESS_NO_INFO;
                sum = unknown ? Statement.SUCCESS_NO_INFO : sum + rows;
            }
            counts[i] = sum;
        }
    }

    /** Behind which entries a request ends. An entry is never split, so that a larger one goes alone. */
    private static List<Integer> ends(List<List<Command>> entries, long bytes) {
        List<Integer> ends = new ArrayList<>();
        long size = 0;
        for (int i = 0; i < entries.size(); i++) {
            long next = entries.get(i).stream().mapToLong(Command::bytes).sum();
            if (size > 0 && size + next > bytes) {
                ends.add(i);
                size = 0;
            }
            size += next;
        }
        if (!entries.isEmpty()) ends.add(entries.size());
        return ends;
    }

    private static String splits(List<Integer> ends) {
        return "The batch was too large for one request and was sent as " + ends.size()
                + ", each atomic by itself; they ended behind entries " + join(ends) + '.';
    }

    private static String join(List<Integer> ends) {
        List<String> texts = ends.stream().map(String::valueOf).toList();
        // A list of hundreds helps nobody.
        if (texts.size() <= 20) return String.join(", ", texts);
        return String.join(", ", texts.subList(0, 19)) + ", … " + texts.get(texts.size() - 1);
    }
}
