namespace Bench.Api.Demo;

/// <summary><c>--demo</c>: a board to look at, two minutes after the checkout.</summary>
internal static class DemoServices
{
    const string Switch = "--demo";

    /// <summary>The arguments that are settings. The switch is none: read as one, it would take the next argument for
    /// its value.</summary>
    public static string[] Settings(string[] arguments) => [.. arguments.Where(argument => argument != Switch)];

    /// <summary>Adds the demo when the command line asks for it.</summary>
    public static WebApplicationBuilder AddDemo(this WebApplicationBuilder builder, string[] arguments)
    {
        if (!arguments.Contains(Switch))
            return builder;
        // The progress bars have the terminal to themselves.
        builder.Configuration["Logging:LogLevel:Default"] = nameof(LogLevel.Warning);
        builder.Configuration["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = nameof(LogLevel.Warning);
        builder.Services.AddHostedService<DemoService>();
        return builder;
    }
}
