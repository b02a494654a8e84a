/**
 * What measuring needs and the program does not: the JMH benchmarks, and the diagrams of {@code pot
 * bench scaling}.
 */
package pot.zk.bench;
