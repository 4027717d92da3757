// A report takes data sets and trained models, and is a page.
@_exported public import InklingCharts
@_exported public import InklingTraining
