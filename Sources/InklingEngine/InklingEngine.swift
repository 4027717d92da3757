// What programs are trained on is part of their interface.
@_exported public import InklingTargets
