/** The exceptions of the library: unusable request, untrue step, internal fault. */
package pot.zk.error;
