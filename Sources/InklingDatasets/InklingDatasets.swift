// What images are compared with is part of a data set's interface.
@_exported public import InklingTargets
