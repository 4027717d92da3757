public import ArgumentParser
import InklingTraining

extension SplitChoice: ExpressibleByArgument {}
