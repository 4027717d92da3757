import InklingPlatform

func naivePower(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// cos(π x) of the C library.
public func naiveCosine(ofPiTimes x: Double) -> Double { cos(Double.pi * x) }
