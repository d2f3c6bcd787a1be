package io.github.d1jdbc.engine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the real engine once for all tests of a JVM, or skips what is marked with {@link RealD1}. */
final class RealD1Extension implements ExecutionCondition, ParameterResolver {

    /** The engine, or the reason why there is none; closed when the last test has ended. */
    private record Attempt(@Nullable RealEngine engine, String reason) implements AutoCloseable {

        static Attempt start() {
            try {
                return new Attempt(RealEngine.start(), "");
            } catch (RealEngine.Unavailable e) {
                System.out.println("SKIPPED: real D1 engine tests: " + e.reason());
                return new Attempt(null, e.reason());
            }
        }

        @Override
        public void close() {
            if (engine != null) engine.close();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Attempt attempt = attempt(context);
        if (attempt.engine() != null) return ConditionEvaluationResult.enabled("the real D1 engine runs");
        if (isRequired()) throw new IllegalStateException("The real D1 engine is required: " + attempt.reason());
        return ConditionEvaluationResult.disabled(attempt.reason());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RealEngine.class || type == D1Http.Database.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        RealEngine engine = attempt(context).engine();
        if (engine == null) throw new IllegalStateException("no engine"); // the condition has disabled the test
        return parameter.getParameter().getType() == RealEngine.class ? engine : engine.newDatabase();
    }

    private static Attempt attempt(ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(ExtensionContext.Namespace.create(RealD1.class));
        return store.getOrComputeIfAbsent(Attempt.class, key -> Attempt.start(), Attempt.class);
    }

    private static boolean isRequired() {
        String variable = System.getenv().getOrDefault("D1_REAL_ENGINE", "");
        return System.getProperty("d1.realEngine", variable)
                .toLowerCase(Locale.ROOT)
                .equals("required");
    }
}
