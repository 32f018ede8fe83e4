extension InputLimits {
    /// What a service's settings say.
    package init(_ settings: ServiceSettings) {
        self.init()
        queryParameters = settings.limits.queryParameters
        formFields = settings.forms.parts
        jsonDepth = settings.limits.jsonDepth
        violations = settings.limits.violations
    }

    /// The same as a route asks for it.
    func with(_ options: RouteOptions) -> InputLimits {
        var limits = self
        limits.rejectsUnknownFields = options.rejectsUnknownFields
        limits.violationStatus = options.violationStatus
        return limits
    }
}
