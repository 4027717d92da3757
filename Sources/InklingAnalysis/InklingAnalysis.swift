// Analyses take a data set's images.
@_exported public import InklingDatasets
