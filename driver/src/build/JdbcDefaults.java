import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Writes the {@code *Defaults} interfaces of {@code java.sql}, so that our classes hold only what is real and no stub
 * is kept by hand, and a {@code DatabaseMetaData} that forwards. Run as {@code java JdbcDefaults.java TARGET_FOLDER}
 * before compilation.
 *
 * <p>The signatures are those of {@code --release 17} whatever JDK runs this, read through the compiler's own symbol
 * file; methods are sorted, so that every JDK writes the same bytes.
 */
public final class JdbcDefaults {
    private static final String PACKAGE = "io.github.d1jdbc";

    private static final List<String> INTERFACES = List.of(
            "Connection",
            "Statement",
            "PreparedStatement",
            "ResultSet",
            "ResultSetMetaData",
            "DatabaseMetaData",
            "ParameterMetaData");

    /** Default methods of java.sql that already do what they promise; the other ones throw without an SQLState. */
    private static final Set<String> RIGHT_ALREADY = Set.of(
            "beginRequest",
            "endRequest",
            "enquoteLiteral",
            "enquoteNCharLiteral",
            "enquoteIdentifier",
            "isSimpleIdentifier",
            "getMaxLogicalLobSize",
            "supportsRefCursors",
            "supportsSharding");

    private JdbcDefaults() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 1) throw new IllegalArgumentException("usage: JdbcDefaults TARGET_FOLDER");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) throw new IllegalStateException("this needs a JDK, not a JRE");
        JavacTask task =
                (JavacTask) compiler.getTask(null, null, null, List.of("--release", "17", "-proc:none"), null, null);
        Path folder = Path.of(args[0], PACKAGE.split("\\."));
        Files.createDirectories(folder);
        for (String name : INTERFACES) {
            TypeElement type = task.getElements().getTypeElement("java.sql." + name);
            save(folder.resolve(name + "Defaults.java"), source(name, type));
            if (name.equals("DatabaseMetaData")) {
                save(folder.resolve("DeclaredDatabaseMetaData.java"), declared(type));
            }
        }
    }

    // An unchanged file keeps its time, so that an incremental build compiles nothing for it.
    private static void save(Path file, String source) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(source)) Files.writeString(file, source);
    }

    private static String source(String name, TypeElement type) {
        StringBuilder out = header();
        out.append("interface ")
                .append(name)
                .append("Defaults extends java.sql.")
                .append(name);
        out.append(" {\n");
        TreeMap<String, ExecutableElement> methods = new TreeMap<>(Comparator.naturalOrder());
        collect(type, name.equals("PreparedStatement"), methods);
        if (name.equals("DatabaseMetaData")) {
            out.append("\n    /** A result of a metadata method with its columns and no row. */\n");
            out.append("    java.sql.ResultSet noRows(String method) throws java.sql.SQLException;\n");
        }
        for (ExecutableElement method : methods.values()) write(out, name, method, methods);
        return out.append("}\n").toString();
    }

    private static StringBuilder header() {
        return new StringBuilder("// Written by src/build/JdbcDefaults.java from the signatures of Java 17.\n")
                .append("package ")
                .append(PACKAGE)
                .append(";\n\n@org.jspecify.annotations.NullUnmarked\n@SuppressWarnings(\"deprecation\")\n");
    }

    /** A class that itself declares every method: sqlline finds no others, so none that a class inherits. */
    private static String declared(TypeElement type) {
        StringBuilder out = header();
        out.append("final class DeclaredDatabaseMetaData implements java.sql.DatabaseMetaData {\n");
        out.append("    private final java.sql.DatabaseMetaData metadata;\n\n");
        out.append("    DeclaredDatabaseMetaData(java.sql.DatabaseMetaData metadata) {\n");
        out.append("        this.metadata = metadata;\n    }\n");
        TreeMap<String, ExecutableElement> methods = new TreeMap<>(Comparator.naturalOrder());
        collect(type, false, methods);
        for (ExecutableElement method : methods.values()) {
            out.append("\n    @Override\n    public ").append(head(method)).append(" {\n        ");
            if (method.getReturnType().getKind() != TypeKind.VOID) out.append("return ");
            out.append("metadata.").append(method.getSimpleName()).append('(');
            int count = method.getParameters().size();
            for (int i = 1; i <= count; i++) out.append(i == 1 ? "p" : ", p").append(i);
            out.append(");\n    }\n");
        }
        return out.append("}\n").toString();
    }

    /** Its own methods and those of the interfaces it extends; a PreparedStatement's Statement half is generated apart. */
    private static void collect(TypeElement type, boolean own, TreeMap<String, ExecutableElement> methods) {
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            if (method.getModifiers().contains(Modifier.STATIC)) continue;
            if (method.isDefault()
                    && RIGHT_ALREADY.contains(method.getSimpleName().toString())) continue;
            methods.putIfAbsent(signature(method), method);
        }
        if (own) return;
        for (TypeMirror parent : type.getInterfaces()) {
            collect((TypeElement) ((javax.lang.model.type.DeclaredType) parent).asElement(), false, methods);
        }
    }

    private static String signature(ExecutableElement method) {
        return method.getSimpleName() + types(method, 0).toString();
    }

    private static List<String> types(ExecutableElement method, int from) {
        List<String> types = new ArrayList<>();
        List<? extends VariableElement> parameters = method.getParameters();
        for (int i = from; i < parameters.size(); i++) types.add(plain(parameters.get(i)));
        return types;
    }

    private static String plain(VariableElement parameter) {
        return parameter.asType().toString();
    }

    private static void write(
            StringBuilder out, String owner, ExecutableElement method, TreeMap<String, ExecutableElement> all) {
        String name = method.getSimpleName().toString();
        out.append("\n    @Override\n    default ").append(head(method));
        out.append(" {\n        ").append(body(owner, name, method, all)).append("\n    }\n");
    }

    /** Type variables, type, name, parameters and exceptions of a method. */
    private static String head(ExecutableElement method) {
        StringBuilder out = new StringBuilder();
        List<? extends TypeParameterElement> variables = method.getTypeParameters();
        if (!variables.isEmpty()) {
            out.append('<')
                    .append(String.join(
                            ", ", variables.stream().map(Object::toString).toList()))
                    .append("> ");
        }
        out.append(method.getReturnType())
                .append(' ')
                .append(method.getSimpleName())
                .append('(');
        List<String> types = types(method, 0);
        for (int i = 0; i < types.size(); i++) {
            out.append(i == 0 ? "" : ", ").append(types.get(i)).append(" p").append(i + 1);
        }
        out.append(')');
        boolean first = true;
        for (TypeMirror thrown : method.getThrownTypes()) {
            // AutoCloseable.close() is narrowed by the interfaces that extend it.
            out.append(first ? " throws " : ", ").append(thrown);
            first = false;
        }
        return out.toString();
    }

    private static String body(
            String owner, String name, ExecutableElement method, TreeMap<String, ExecutableElement> all) {
        if (name.equals("isWrapperFor")) return "return p1 != null && p1.isInstance(this);";
        if (name.equals("unwrap")) {
            return "if (p1 != null && p1.isInstance(this)) return p1.cast(this);\n        throw SqlErrors.noWrapper(p1);";
        }
        boolean answers = method.getReturnType().getKind() != TypeKind.VOID;
        if (owner.equals("ResultSet") && isLabelOverload(method, all)) {
            StringBuilder call = new StringBuilder(answers ? "return " : "");
            call.append(name).append("(findColumn(p1)");
            for (int i = 1; i < method.getParameters().size(); i++)
                call.append(", p").append(i + 1);
            return call.append(");").toString();
        }
        if (owner.equals("DatabaseMetaData")) {
            switch (method.getReturnType().toString()) {
                case "boolean":
                    return "return false;";
                case "int":
                    return "return 0;";
                case "java.lang.String":
                    return "return \"\";";
                case "java.sql.ResultSet":
                    return "return noRows(\"" + name + "\");";
                case "java.sql.RowIdLifetime":
                    return "return java.sql.RowIdLifetime.ROWID_UNSUPPORTED;";
                default:
                    break;
            }
        }
        // endRequest-like methods without SQLException do not occur: every refused method may throw one, but
        // setClientInfo, whose exception is narrower.
        for (TypeMirror thrown : method.getThrownTypes()) {
            if (thrown.toString().equals("java.sql.SQLClientInfoException")) {
                return "throw SqlErrors.unsupportedClientInfo(\"" + owner + "." + name + "\");";
            }
        }
        return "throw SqlErrors.unsupported(\"" + owner + "." + name + "\");";
    }

    /** Whether there is the same method with a column's number in place of its label. */
    private static boolean isLabelOverload(ExecutableElement method, TreeMap<String, ExecutableElement> all) {
        List<String> types = types(method, 0);
        if (types.isEmpty() || !types.get(0).equals("java.lang.String")) return false;
        List<String> indexed = new ArrayList<>(types);
        indexed.set(0, "int");
        String name = method.getSimpleName().toString();
        boolean reads = name.toLowerCase(Locale.ROOT).startsWith("get");
        boolean writes = name.startsWith("update");
        return (reads || writes) && all.containsKey(name + indexed);
    }
}
