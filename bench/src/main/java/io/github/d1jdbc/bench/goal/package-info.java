/**
 * Runs what the speed goals need and reports it.
 *
 * <p>Reading order: {@link io.github.d1jdbc.bench.goal.Goals} is the program. {@code Form} says how long it takes,
 * {@code Contender} names a benchmark, {@code Rounds} runs contenders in turn through JMH, {@code Figures} keeps what they
 * gave. {@code JmhRows} and {@code ProcessRows} (with {@code ChildProcess}) make a {@code GoalRow} of each goal; {@code
 * Machine}, {@code Report} and {@code Chart} write them down.
 */
@NullMarked
package io.github.d1jdbc.bench.goal;

import org.jspecify.annotations.NullMarked;
