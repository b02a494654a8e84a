"""Sections 3 and 9: tensors, combinations of them, and relations as sums of terms, with their bounds."""

from dataclasses import dataclass, field

from .hparams import Format
from .invalid import require
from .multilinear import ceil2


@dataclass(frozen=True)
class Slice:
    """One limb of a tensor, or multiplicities: 2^variables entries of a committed vector."""

    name: str
    variables: int
    width: int = 0


@dataclass(frozen=True)
class Tensor:
    name: str
    rows: int
    columns: int
    format: Format
    zero_padded: bool = False

    @property
    def row_variables(self):
        return ceil2(self.rows)

    @property
    def column_variables(self):
        return ceil2(self.columns)

    @property
    def variables(self):
        return self.row_variables + self.column_variables

    @property
    def offset(self):
        return 2 ** (self.format.bits - 1) if self.format.signed else 0

    @property
    def bound(self):
        return 2 ** (self.format.bits - 1) if self.format.signed else 2**self.format.bits - 1

    @property
    def padded(self):
        """Whether the padded shape is larger than the shape."""
        return self.rows < 1 << self.row_variables or self.columns < 1 << self.column_variables

    def limbs(self, w):
        """The slices `T#j` of limbs of w bits, the last of the bits left."""
        return [Slice(f"{self.name}#{j}", self.variables, min(w, self.format.bits - w * j)) for j in range(-(-self.format.bits // w))]

    @property
    def parts(self):
        """As a combination."""
        return ((self, 1),)


@dataclass(frozen=True)
class Combination:
    """A sum of tensors of one shape times factors, under a name."""

    name: str
    parts: tuple

    @property
    def bound(self):
        return sum(tensor.bound * abs(factor) for tensor, factor in self.parts)

    @property
    def columns(self):
        return self.parts[0][0].columns


@dataclass(frozen=True)
class Entry:
    """coefficient T(i, j)."""

    coefficient: int
    tensor: Tensor

    def bound(self):
        return abs(self.coefficient) * self.tensor.bound


@dataclass(frozen=True)
class Bias:
    """coefficient [i < B] b(j)."""

    coefficient: int
    tensor: Tensor

    def bound(self):
        return abs(self.coefficient) * self.tensor.bound


@dataclass(frozen=True)
class ColumnSum:
    """coefficient sum_i T(i, j)."""

    coefficient: int
    tensor: Tensor

    def bound(self):
        return abs(self.coefficient) * 2**self.tensor.row_variables * self.tensor.bound


@dataclass(frozen=True)
class RowSum:
    """coefficient sum_j T(i, j)."""

    coefficient: int
    tensor: Tensor

    def bound(self):
        return abs(self.coefficient) * 2**self.tensor.column_variables * self.tensor.bound


@dataclass(frozen=True)
class OneColumn:
    """coefficient T(i) of a tensor of one column, times [j < O] if masked."""

    coefficient: int
    tensor: Tensor
    masked: bool

    def bound(self):
        return abs(self.coefficient) * self.tensor.bound


@dataclass(frozen=True)
class Mask:
    """coefficient [i < B], times [j < O] if columns are masked too."""

    coefficient: int
    columns: bool

    def bound(self):
        return abs(self.coefficient)


@dataclass(frozen=True)
class MatrixProduct:
    """coefficient sum over the inner index of left right, each read transposed or not."""

    coefficient: int
    left: object
    right: object
    inner: int
    left_transposed: bool = False
    right_transposed: bool = False

    def bound(self):
        return abs(self.coefficient) * 2**self.inner * self.left.bound * self.right.bound


@dataclass(frozen=True)
class ElementProduct:
    """coefficient left(i, j) right(i, j), or right(i) where right has one column and the relation more."""

    coefficient: int
    left: object
    right: object

    def bound(self):
        return abs(self.coefficient) * self.left.bound * self.right.bound


def entries(coefficient, value):
    """An entry for each part of a combination."""
    return [Entry(coefficient * factor, tensor) for tensor, factor in value.parts]


@dataclass
class Relation:
    """sum of terms + constant = remainder at every padded place; without a remainder the right is zero."""

    name: str
    rows: int
    columns: int
    terms: list
    constant: int = 0
    remainder_bits: int = 0
    remainder: Tensor = field(default=None)

    def __post_init__(self):
        if self.remainder_bits:
            self.remainder = Tensor(self.name + ".remainder", self.rows, self.columns, Format(self.remainder_bits, 0, signed=False))
        bound = sum(term.bound() for term in self.terms) + abs(self.constant) + (self.remainder.bound if self.remainder else 0)
        require(bound < 2**63, f"hyper-parameters: {self.name} can reach 2^63")


@dataclass
class Circuit:
    """Everything that is committed, and the relations in order."""

    before: list
    after: list
    batch: list
    auxiliary: list
    relations: list
    tables: list      # of softmax: for each k the entries
    pairs: list       # for each table its digit and factor tensors

    @property
    def committed(self):
        return (self.before, self.after, self.batch, self.auxiliary)
