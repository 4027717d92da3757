// Alphabets are part of a generator's interface.
@_exported public import InklingTargets
