package pot.zk.model;

/**
 * The fixed-point formats of a step.
 *
 * @param weight of weights and biases
 * @param activation of what layers give
 * @param gradient of what flows back
 * @param buffer of momentum
 */
public record Formats(
    TensorFormat weight,
    TensorFormat input,
    TensorFormat target,
    TensorFormat activation,
    TensorFormat gradient,
    TensorFormat buffer) {}
