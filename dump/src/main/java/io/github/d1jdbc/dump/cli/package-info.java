/**
 * The command line {@code d1dump}.
 *
 * <p>Reading order: {@link io.github.d1jdbc.dump.cli.Main} parses, runs one command and turns every failure into one
 * line and an exit code ({@code ExitCode}); {@code ExportCommand}, {@code RestoreCommand}, {@code ServeCommand}
 * and so on are the commands; a {@code Report} takes all that goes to standard error, and a {@code Redactor} keeps secrets out of it.
 */
@NullMarked
package io.github.d1jdbc.dump.cli;

import org.jspecify.annotations.NullMarked;
