// Everything that a user of the library needs, by one import. The rooms behind it stay modules of their own, so that
// each can use only those below it.
@_exported public import InklingAnalysis
@_exported public import InklingCaptchas
@_exported public import InklingCharts
@_exported public import InklingDatasets
@_exported public import InklingEngine
@_exported public import InklingExchange
@_exported public import InklingExplanation
@_exported public import InklingFiles
@_exported public import InklingFormats
@_exported public import InklingFraming
@_exported public import InklingImages
@_exported public import InklingONNX
@_exported public import InklingQuantization
@_exported public import InklingRecognition
@_exported public import InklingReports
@_exported public import InklingTargets
@_exported public import InklingTraining
