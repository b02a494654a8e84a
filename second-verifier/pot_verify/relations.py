"""Section 9: at a random point, each relation becomes claims, products and a constraint."""

from .circuit import Bias, ColumnSum, ElementProduct, Entry, Mask, MatrixProduct, OneColumn, RowSum
from .field import ONE
from .multilinear import eq_prefix
from .script import known
from .weights import Difference, Eq, MaskedEq, Ones, Product


class RelationRunner:
    """Runs relations and paddings over a script; `commitments` hold the tensors."""

    def __init__(self, script, commitments):
        self.script = script
        self.limbs = {name: (commitment, limbs) for commitment in commitments for name, limbs in commitment.limbs.items()}

    def relation(self, relation, rho, gamma):
        script, name = self.script, relation.name
        value = known(relation.constant)
        for term in relation.terms:
            value = value + self._term(relation, term, rho, gamma)
        if relation.remainder:
            value = value - self._send(f"{name}: {relation.remainder.name}", relation.remainder, Product(Eq(rho), Eq(gamma)))
        script.constrain(f"relation {name}", value)

    def padding(self, tensor, rho, gamma):
        """Everything beyond the shape is zero."""
        weights = Difference(Product(Eq(rho), Eq(gamma)), Product(MaskedEq(rho, tensor.rows), MaskedEq(gamma, tensor.columns)))
        self._claim(f"padding {tensor.name}", tensor, weights, known(0))

    def _claim(self, name, value, weights, hidden):
        """A claim on a tensor or a combination as one on its limbs."""
        parts, offset = [], 0
        for tensor, factor in value.parts:
            commitment, limbs = self.limbs[tensor.name]
            width = commitment.limb_width
            parts += [(commitment, limb, factor * 2 ** (width * j)) for j, limb in enumerate(limbs)]
            offset += factor * tensor.offset
        self.script.claim(name, [(weights, parts)], hidden + known(weights.sum() * offset))

    def _send(self, label, value, weights):
        hidden = self.script.send(label)
        self._claim(label, value, weights, hidden)
        return hidden

    def _term(self, relation, term, rho, gamma):
        """The hidden value of a term."""
        label = f"{relation.name}: "
        rows, columns = relation.rows, relation.columns
        if isinstance(term, Entry):
            return self._send(label + term.tensor.name, term.tensor, Product(Eq(rho), Eq(gamma))) * term.coefficient
        if isinstance(term, Bias):
            value = self._send(label + term.tensor.name, term.tensor, Product(Ones(0), Eq(gamma)))
            return value * (eq_prefix(rho, rows) * term.coefficient)
        if isinstance(term, ColumnSum):
            weights = Product(Ones(term.tensor.row_variables), Eq(gamma))
            return self._send(label + term.tensor.name, term.tensor, weights) * term.coefficient
        if isinstance(term, RowSum):
            weights = Product(Eq(rho), Ones(term.tensor.column_variables))
            return self._send(label + term.tensor.name, term.tensor, weights) * term.coefficient
        if isinstance(term, OneColumn):
            value = self._send(label + term.tensor.name, term.tensor, Product(Eq(rho), Ones(0)))
            return value * ((eq_prefix(gamma, columns) if term.masked else ONE) * term.coefficient)
        if isinstance(term, Mask):
            return known(eq_prefix(rho, rows) * (eq_prefix(gamma, columns) if term.columns else ONE) * term.coefficient)
        if isinstance(term, MatrixProduct):
            return self._matrix_product(label, term, rho, gamma)
        assert isinstance(term, ElementProduct)
        return self._element_product(label, term, rho, gamma)

    def _matrix_product(self, label, term, rho, gamma):
        script, name = self.script, f"{label}{term.left.name} x {term.right.name}"
        value = script.send(f"{name} value")
        inner, last = script.sumcheck(name, term.inner, value)
        left = self._send(f"{name}: {term.left.name}", term.left, _product(rho, inner, term.left_transposed))
        right = self._send(f"{name}: {term.right.name}", term.right, _product(inner, gamma, term.right_transposed))
        script.relate(name, last, [(ONE, left, right)])
        return value * term.coefficient

    def _element_product(self, label, term, rho, gamma):
        script, name = self.script, f"{label}{term.left.name} * {term.right.name}"
        value = script.send(f"{name} value")
        z, last = script.sumcheck(name, len(rho) + len(gamma), value, rho + gamma)
        row, column = z[:len(rho)], z[len(rho):]
        left = self._send(f"{name}: {term.left.name}", term.left, Product(Eq(row), Eq(column)))
        if term.right.columns == 1:
            column = []
        right = self._send(f"{name}: {term.right.name}", term.right, Product(Eq(row), Eq(column)))
        script.relate(name, last, [(ONE, left, right)])
        return value * term.coefficient


def _product(row, column, transposed):
    return Product(Eq(column), Eq(row)) if transposed else Product(Eq(row), Eq(column))
