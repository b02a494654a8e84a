/** One way to use all cores: partitions of index ranges, on the common pool. */
package pot.zk.parallel;
