/**
 * JSON as the commands read and write it: a tree, a strict parser and a writer. What libraries for
 * it bring along takes longer to start than a small proof takes to make.
 */
package pot.zk.cli.json;
