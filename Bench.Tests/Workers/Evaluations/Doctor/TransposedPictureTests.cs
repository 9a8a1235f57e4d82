using Bench.Imaging.Contract;
using Bench.Workers.Evaluations.Doctor;

namespace Bench.Tests.Workers.Evaluations.Doctor;

public sealed class TransposedPictureTests
{
    [Fact]
    public void Rows_become_columns_and_pixels_stay_whole()
    {
        byte[] crop = [.. Enumerable.Range(0, 27).Select(value => (byte)value)];
        var turned = new byte[27];

        DoctorPictures.Transpose(crop, turned, 3);

        turned.ShouldBe([0, 1, 2, 9, 10, 11, 18, 19, 20, 3, 4, 5, 12, 13, 14, 21, 22, 23, 6, 7, 8, 15, 16, 17, 24, 25, 26]);
        DoctorPictures.Transpose(turned, crop, 3);
        crop.ShouldBe([.. Enumerable.Range(0, 27).Select(value => (byte)value)]);
    }

    [Theory]
    [InlineData(224, 1)]
    [InlineData(288, 0)]
    public void Only_a_square_can_be_transposed(int width, int alternatives) =>
        PreprocessingAlternatives
            .To(Preprocessing.Default with { Width = width })
            .Count(alternative => alternative.Transposed)
            .ShouldBe(alternatives);
}
