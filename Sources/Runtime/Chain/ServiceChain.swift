/// What the chains of a server's routes share: the settings, and the figures that all of them go by.
package final class ServiceChain: Sendable {
    let settings: ChainSettings
    /// How busy the CPUs are; nil if nobody knows.
    private let meter: CPUGauge?
    /// Nil if nothing is shed.
    let gauge: CPUGauge?
    /// What answers bear that no route gives.
    let standing: StandingHeaders.Pair
    let breaker: Breaker.Tuning?
    let thresholds: LoadShedder.Thresholds
    let shedFloor: UInt64
    let chance: @Sendable () -> Double

    init(
        _ settings: ChainSettings, gauge: CPUGauge?,
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.settings = settings
        meter = gauge
        self.gauge = settings.shedding ? gauge : nil
        self.chance = chance
        standing = StandingHeaders.pair(settings, nil)
        thresholds = LoadShedder.Thresholds(percent: settings.shedCPU)
        shedFloor = settings.shedLatency.milliseconds
        breaker =
            settings.breaker
            ? Breaker.Tuning(
                factor: settings.breakerFactor, leastFactor: min(1.1, settings.breakerFactor),
                window: settings.breakerWindow.milliseconds, protection: settings.breakerProtection,
                forcedPass: settings.breakerForcedPass.milliseconds) : nil
    }

    /// Other settings, with the figures of before.
    convenience init(_ settings: ChainSettings, former: ServiceChain) {
        self.init(settings, gauge: former.meter, chance: former.chance)
    }

    /// A chain of what routes ask for and nothing else: for routers that no server has.
    package static let bare: ServiceChain = {
        var settings = ChainSettings()
        settings.breaker = false
        settings.shedding = false
        settings.securityHeaders = false
        return ServiceChain(settings, gauge: nil)
    }()
}
