// What a generator is, is part of this room's interface.
@_exported public import InklingDatasets
