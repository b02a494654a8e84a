package pot.zk.relation;

/**
 * At every padded place, value = table[key]: a public function, by the lookup.
 *
 * @param key unsigned, of as many bits as the table is long, in one limb
 * @param value unsigned, of the key's shape
 * @param table for each key its value
 */
@SuppressWarnings("ArrayRecordComponent")
public record TableLookup(TensorSpec key, TensorSpec value, long[] table) {}
