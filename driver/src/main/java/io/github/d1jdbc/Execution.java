package io.github.d1jdbc;

import io.github.d1jdbc.Session.Command;
import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.sql.QueryOutline;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * One execution of some statements: one atomic request, and for queries of which JSON may have lost something a second
 * one, which reads all of it again in a form that loses nothing ({@code int64=exact}; {@link Doubt} says when).
 *
 * <p>A query goes in that form at once when it did so before, when {@code random()}, {@code 'now'} or an infinity is in
 * it, or when a write is in the same request, which cannot be sent again. Where that cannot be done (a {@code *} of an
 * unknown table, EXPLAIN, PRAGMA, a query of nearly 100,000 bytes) the first answer stays, and a getter that needs what
 * may be rounded throws.
 */
final class Execution {
    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    // Most queries have none of these words and need not be read twice. 9e999 is how an infinity is bound.
    private static final Pattern FLEETING =
            Pattern.compile("(?i)random|changes|rowid|uuid|now|current_|date|time|julianday|unixepoch|9e999");

    private final Session session;
    private final List<Command> commands;
    private final long maxRows;
    private final Abort abort;
    private final boolean reads;

    Execution(Session session, List<Command> commands, long maxRows, Abort abort) {
        this.session = session;
        this.commands = List.copyOf(commands);
        this.maxRows = maxRows;
        this.abort = abort;
        this.reads =
                commands.stream().allMatch(command -> command.statement().kind().reads());
    }

    List<Outcome> run() throws SQLException {
        List<Step> plain = plain();
        List<Step> steps = session.exact() ? exactAtOnce(plain) : plain;
        List<String> tables = unknownTables(steps);
        List<Rows> answer;
        try {
            answer = send(steps, tables);
        } catch (SQLException e) {
            if ((steps.equals(plain) && tables.isEmpty()) || !mayBeOurs(e)) throw e;
            // An error means that nothing was done, so that it may go as it was written; then the error is the user's.
            answer = send(plain, List.of());
            refused(steps);
            for (String table : tables) session.reals().giveUp(table);
            tables = List.of();
            steps = plain;
        }
        int asked = answer.size() - tables.size();
        for (int i = 0; i < tables.size(); i++) session.reals().learn(tables.get(i), result(answer, asked + i));
        List<Outcome> outcomes = outcomes(steps, answer);
        return session.exact() && reads ? again(plain, steps, outcomes) : outcomes;
    }

    private List<String> unknownTables(List<Step> steps) {
        Set<String> tables = new LinkedHashSet<>();
        for (Step step : steps) {
            if (step.isPlain())
                tables.addAll(session.reals().unknown(step.command().statement()));
        }
        return List.copyOf(tables);
    }

    private List<Step> plain() {
        List<Step> steps = new ArrayList<>();
        boolean written = false;
        for (Command command : commands) {
            SqlStatement statement = command.statement();
            RestClient.Statement main = command.bound();
            // Behind a write of the same request the functions mean that one.
            if (!written) main = session.ownState().inlined(statement, main);
            if (statement.kind() == SqlKind.SELECT && maxRows > 0) main = limited(main);
            boolean counts = statement.kind().changesRows();
            written |= counts;
            steps.add(Step.plain(command, main, counts ? session.count(statement) : null));
        }
        return steps;
    }

    // D1 bills the rows that it reads (rulings-driver 9).
    private RestClient.Statement limited(RestClient.Statement query) {
        if (!QueryOutline.of(query.sql()).takesLimit()) return query;
        String sql = query.sql() + "\nLIMIT " + maxRows;
        return SqlBinder.bytes(sql) > SqlBinder.MAX_BYTES ? query : new RestClient.Statement(sql, query.params());
    }

    private List<Step> exactAtOnce(List<Step> plain) throws SQLException {
        List<Step> steps = new ArrayList<>();
        for (Step step : plain) {
            SqlStatement statement = step.command().statement();
            if (statement.returning()) steps.add(returning(step));
            else if (statement.kind() == SqlKind.SELECT) steps.add(wrapped(step));
            else steps.add(step);
        }
        return steps;
    }

    private Step returning(Step step) throws SQLException {
        if (session.exactness().isHopeless(step.command().statement())) return step;
        Returning returning = Returning.of(step.main(), session::columns);
        if (returning == null) return step;
        Step.Form form = new Step.Shadowed(returning.columns());
        return new Step(step.command(), returning.statement(), form, null, step.count());
    }

    private Step wrapped(Step step) {
        SqlStatement statement = step.command().statement();
        if (session.exactness().isHopeless(statement)) return step;
        Exactness.Form form = session.exactness().form(statement);
        int doubted = session.reals().doubtedColumns(statement);
        if (form == null && doubted > 0) form = Exactness.Form.of(doubted);
        if (form == null && reads && !mayBeFleeting(step.main())) return step;
        QueryOutline outline = QueryOutline.of(step.main().sql());
        if (form == null) {
            if (reads && !isFleeting(outline, step.main())) return step;
            int columns = outline.columnCount();
            form = Exactness.Form.of(columns > 0 ? columns : session.reals().columnCount(statement));
        }
        String labels = outline.labels(step.main().sql());
        RestClient.Statement query = labels == null ? null : ExactQuery.wrap(step.main(), form);
        if (query == null || labels == null) return step;
        RestClient.Statement names =
                new RestClient.Statement(labels, step.main().params());
        return new Step(step.command(), query, new Step.Wrapped(null, form), names, null);
    }

    private static boolean mayBeFleeting(RestClient.Statement query) {
        return bindsNow(query) || FLEETING.matcher(query.sql()).find();
    }

    // An infinity comes as null; what is volatile shall not be evaluated twice.
    private static boolean isFleeting(QueryOutline outline, RestClient.Statement query) {
        return outline.isVolatile() || bindsNow(query) || query.sql().contains("9e999");
    }

    private static boolean bindsNow(RestClient.Statement query) {
        return query.params().stream().anyMatch(value -> value instanceof String text && text.equalsIgnoreCase("now"));
    }

    /** The whole result once more where any of it is in doubt, so that no two states of the database are mixed. */
    private List<Outcome> again(List<Step> plain, List<Step> sent, List<Outcome> first) throws SQLException {
        List<Step> steps = new ArrayList<>();
        boolean doubt = false;
        for (int i = 0; i < plain.size(); i++) {
            Step step = exact(plain.get(i), sent.get(i), first.get(i));
            doubt |= !step.equals(sent.get(i));
            steps.add(step);
        }
        if (!doubt) return first;
        try {
            List<Outcome> second = outcomes(steps, send(steps, List.of()));
            for (Step step : steps) if (step.form() instanceof Step.Wrapped wrapped) remember(step, wrapped);
            return second;
        } catch (SQLException e) {
            if (!mayBeOurs(e)) throw e;
            LOG.log(Level.FINE, "A query could not be read exactly; its first answer stays.", e);
            refused(steps);
            return first;
        }
    }

    private void refused(List<Step> steps) {
        for (Step step : steps)
            if (!step.isPlain()) session.exactness().refused(step.command().statement());
        if (steps.stream().anyMatch(step -> !step.isPlain())) session.forgetSchema();
    }

    private void remember(Step step, Step.Wrapped wrapped) {
        if (wrapped.labels() != null)
            session.exactness().remember(step.command().statement(), wrapped.exact());
    }

    // As it was sent where nothing of its answer is in doubt.
    private Step exact(Step plain, Step sent, Outcome first) {
        SqlStatement statement = plain.command().statement();
        if (statement.kind() != SqlKind.SELECT || !(first instanceof Outcome.Result result)) return sent;
        if (session.exactness().isHopeless(statement)) return sent;
        Exactness.Form form = Doubt.form(session.reals(), sent, result);
        RestClient.Statement query = form == null ? null : ExactQuery.wrap(plain.main(), form);
        if (query == null || form == null) return sent;
        return new Step(plain.command(), query, new Step.Wrapped(result.cells().columns(), form), null, null);
    }

    // SQLITE_ERROR is what D1 says of SQL that it cannot run; a constraint, a bound or the network is something else.
    private static boolean mayBeOurs(SQLException e) {
        return e.getErrorCode() == SqliteError.ERROR || e.getErrorCode() == SqliteError.TOO_BIG;
    }

    private List<Rows> send(List<Step> steps, List<String> tables) throws SQLException {
        List<RestClient.Statement> batch = new ArrayList<>();
        for (Step step : steps) batch.addAll(step.statements());
        for (String table : tables) batch.add(RealColumns.question(table));
        return session.send(batch, reads, abort);
    }

    private List<Outcome> outcomes(List<Step> steps, List<Rows> results) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>();
        int next = 0;
        for (Step step : steps) {
            SqlStatement statement = step.command().statement();
            Rows labels = step.labels() != null ? result(results, next++) : null;
            Rows before = step.asksForKeyBefore() ? result(results, next++) : null;
            Rows rows = result(results, next++);
            if (step.isOutdated(rows)) session.forgetSchema();
            Outcome.Count count = new Outcome.Count(0, null);
            if (step.count() != null) count = session.counted(statement, before, result(results, next++));
            boolean isResult = statement.kind().reads() || !rows.columns().isEmpty();
            outcomes.add(isResult ? new Outcome.Result(step.cells(rows, labels, session.reals()), statement) : count);
        }
        return outcomes;
    }

    private static Rows result(List<Rows> results, int index) throws SQLException {
        if (index < results.size()) return results.get(index);
        throw SqlErrors.state(
                "D1 answered with " + results.size() + " results, which are fewer than statements were sent.", "HY000");
    }
}
