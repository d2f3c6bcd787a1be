/** Placeholder of the generator; the JDBC issue's owner writes it. */
public final class JdbcDefaults {
    private JdbcDefaults() {}

    public static void main(String[] args) {
        if (args.length != 1) throw new IllegalArgumentException("usage: JdbcDefaults TARGET_FOLDER");
    }
}
