"""Section 11: all claims become one value of each committed vector, and the vectors are opened at random positions."""

from dataclasses import dataclass

from . import merkle
from .code import code_point
from .field import K, ONE, ZERO, evaluate, powers_from_one, total
from .invalid import require
from .multilinear import eq_at, eq_table
from .reader import field_words
from .script import Hidden, known

SALT = 32


@dataclass(frozen=True)
class PadLanes:
    """Section 11, 4: how the pads are laid into lanes."""

    count: int        # s_P
    length: int       # l
    queries: int      # q

    @property
    def message(self):
        """The elements of u_P."""
        return self.count * (self.length + self.queries)


def pad_lanes(pads, profile):
    count = max(1, -(-pads // (profile.lane_length + profile.blinding - profile.queries)))
    return PadLanes(count, -(-pads // count), profile.queries)


@dataclass
class Batched:
    """What the messages up to the product coefficients leave behind."""

    z: list
    values: list           # e_k
    sigma: Hidden
    factors: list          # every distinct factor of the products
    alphas: list           # the pad of each
    gamma: K
    coefficients: tuple    # the product coefficients


def send_batch(script, commitments, weigh):
    """Steps 1 to 4. `weigh(powers, z)` gives the c_k."""
    beta = script.challenge("beta")
    powers = powers_from_one(beta, len(script.claims))
    combined = linear_sum((claim.value, power) for claim, power in zip(script.claims, powers))
    z, last = script.sumcheck("batch", max(commitment.variables for commitment in commitments), combined)
    values = [script.send(f"vector value {k}") for k in range(len(commitments))]
    opened = linear_sum(zip(values, weigh(powers, z)))
    script.constrain("batched claims", last - opened)
    sigma = script.send("mask value")
    factors = list({id(factor): factor for relation in script.products
                    for _, left, right in relation.products for factor in (left, right)}.values())
    alphas = [script.fresh_pad() for _ in factors]
    gamma = script.challenge("gamma")
    coefficients = script.send("product coefficient 1"), script.send("product coefficient 2")
    return Batched(z, values, sigma, factors, alphas, gamma, coefficients)


def linear_sum(pairs):
    """The sum of hidden values times factors."""
    constant, form = ZERO, {}
    for hidden, factor in pairs:
        constant = constant + hidden.constant * factor
        for pad, value in hidden.form.items():
            form[pad] = form[pad] + value * factor if pad in form else value * factor
    return Hidden(constant, form)


def claim_weights(script, commitments, powers, z):
    """Step 2: c_k, the weights of all claims at z."""
    result = {id(commitment): ZERO for commitment in commitments}
    places = {}
    for claim, power in zip(script.claims, powers):
        for weights, parts in claim.parts:
            if not parts:
                continue
            extension = weights.extension(z[len(z) - weights.variables:]) * power
            for commitment, part, factor in parts:
                key = id(commitment), part.name
                if key not in places:
                    places[key] = _place_weight(commitment, part, z)
                result[id(commitment)] = result[id(commitment)] + extension * places[key] * factor
    return [result[id(commitment)] for commitment in commitments]


def _place_weight(commitment, part, z):
    """eq of the coordinates above the slice's own with its place; those above the vector's own with zero."""
    own = z[len(z) - commitment.variables:]
    result = eq_at(own[:commitment.variables - part.variables], commitment.place(part))
    for x in z[:len(z) - commitment.variables]:
        result = result * (ONE - x)
    return result


def finish(script, batched, commitments, roots, profile, lanes):
    """Steps 5 to 11, and the checks 7 to 11 of section 12. Roots are the Merkle roots of the commitments."""
    channel = script.channel
    reader, transcript = channel.reader, channel.transcript
    epsilon, eta = script.challenge("epsilon"), script.challenge("eta")
    masked = channel.clear("masked factors", len(batched.factors))
    _constrain_products(script, batched, epsilon, masked)
    folded = channel.clear("folded lanes", profile.lane_length + profile.blinding)
    _constrain_folded(script, batched, eta, folded, profile)
    zeta = script.challenge("zeta")
    powers = powers_from_one(zeta, len(script.constraints))
    form = linear_sum((value, power) for (_, value), power in zip(script.constraints, powers))
    mask_form = channel.clear("mask form", 1)[0]
    theta = script.challenge("theta")
    pad_message = channel.clear("pad message", lanes.message)
    transcript.work("query work", profile.grinding, reader)

    linear = total(pad_message[pad] * factor for pad, factor in form.form.items())
    require(linear == mask_form - theta * form.constant, "the linear test fails")
    positions = transcript.positions("positions", profile.code_length, profile.queries)
    columns = [_read_columns(reader, commitment, root, positions, profile, commitment is commitments[-1], lanes)
               for commitment, root in zip(commitments, roots)]
    check_folded(batched.z, eta, folded, commitments, columns, positions, profile)
    check_pad_message(theta, pad_message, commitments[-1], columns[-1], positions, profile, lanes)
    require(reader.remaining() == 0, "bytes follow the proof")


def _constrain_products(script, batched, epsilon, masked):
    """Step 6."""
    shown = {}
    for number, (factor, alpha, value) in enumerate(zip(batched.factors, batched.alphas, masked), 1):
        script.constrain(f"masked factor {number}", factor + alpha * epsilon - known(value))
        shown[id(factor)] = value
    first, second = batched.coefficients
    terms = [(first, epsilon), (second, epsilon * epsilon)]
    for relation, power in zip(script.products, powers_from_one(batched.gamma, len(script.products))):
        product = total(shown[id(left)] * shown[id(right)] * factor for factor, left, right in relation.products)
        terms += [(relation.target, power), (known(product), -power)]
    script.constrain("products", linear_sum(terms))


def _constrain_folded(script, batched, eta, folded, profile):
    """Step 7."""
    value = total(a * b for a, b in zip(folded, eq_table(batched.z[-profile.lane_variables:])))
    powers = powers_from_one(eta, len(batched.values))
    script.constrain("folded value", linear_sum([(batched.sigma, ONE), *zip(batched.values, powers), (known(value), -ONE)]))


def lane_count(commitment, auxiliary, lanes):
    """All lanes of a tree: the auxiliary one has the pads, their masks and g too."""
    return commitment.lanes + (4 * lanes.count + 2 if auxiliary else 0)


def least_columns(commitments, profile, lanes):
    """The bytes of all columns and salts."""
    return profile.queries * sum(8 * lane_count(commitment, commitment is commitments[-1], lanes) + SALT for commitment in commitments)


def _read_columns(reader, commitment, root, positions, profile, auxiliary, lanes):
    """Section 12, 8: for each position the values of all lanes."""
    width = 8 * lane_count(commitment, auxiliary, lanes)
    columns, leaves = [], {}
    for position in positions:
        data = reader.take(width)
        leaves[position] = merkle.leaf(reader.take(SALT), data)
        columns.append(field_words(data))
    require(merkle.root_of(leaves, profile.code_variables, reader) == root, "the columns do not lead to the Merkle root")
    return columns


def check_folded(z, eta, folded, commitments, columns, positions, profile):
    """Section 12, 9: G(x_j) = g(x_j) + sum_k eta^(k+1) sum_i eq(z_row, i) lane_{k,i}(x_j)."""
    powers = powers_from_one(eta, len(commitments))
    factors = []
    for commitment, power in zip(commitments, powers):
        row = z[len(z) - commitment.variables:len(z) - profile.lane_variables]
        factors.append([eq_at(row, i) * power for i in range(commitment.lanes)])
    for number, position in enumerate(positions):
        g = columns[-1][number][-2:]
        value = K(*g)
        for row_factors, column in zip(factors, columns):
            value = value + total(factor * entry for factor, entry in zip(row_factors, column[number]))
        x = code_point(position, profile.code_variables)
        require(evaluate(folded, x) == value, "folded lanes are not those of the columns")


def check_pad_message(theta, message, auxiliary, columns, positions, profile, lanes):
    """Section 12, 10: u(x_j) = mask(x_j) + theta P(x_j) for each pad lane."""
    data = lanes.count * lanes.length
    for lane in range(lanes.count):
        coefficients = (message[lane * lanes.length:(lane + 1) * lanes.length]
                        + message[data + lane * lanes.queries:data + (lane + 1) * lanes.queries])
        pad_at = auxiliary.lanes + 2 * lane
        mask_at = pad_at + 2 * lanes.count
        for position, column in zip(positions, columns):
            pad, mask = K(*column[pad_at:pad_at + 2]), K(*column[mask_at:mask_at + 2])
            x = code_point(position, profile.code_variables)
            require(evaluate(coefficients, x) == mask + theta * pad, "the pad message is not that of the columns")
