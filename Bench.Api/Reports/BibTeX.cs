using System.Text;

namespace Bench.Api.Reports;

/// <summary>What to cite for a model's numbers: the data and label sets that they rest on.</summary>
internal static class BibTeX
{
    static readonly (string Prefix, string Entry)[] Datasets =
    [
        ("imagenet", "@article{russakovsky2015imagenet,\n  title = {{ImageNet} Large Scale Visual Recognition Challenge},\n  author = {Russakovsky, Olga and Deng, Jia and Su, Hao and Krause, Jonathan and Satheesh, Sanjeev and Ma, Sean and Huang, Zhiheng and Karpathy, Andrej and Khosla, Aditya and Bernstein, Michael and Berg, Alexander C. and Fei-Fei, Li},\n  journal = {International Journal of Computer Vision},\n  volume = {115},\n  number = {3},\n  pages = {211--252},\n  year = {2015}\n}"),
        ("imagenetv2", "@inproceedings{recht2019imagenet,\n  title = {Do {ImageNet} Classifiers Generalize to {ImageNet}?},\n  author = {Recht, Benjamin and Roelofs, Rebecca and Schmidt, Ludwig and Shankar, Vaishaal},\n  booktitle = {International Conference on Machine Learning},\n  year = {2019}\n}"),
        ("imagenet-c", "@inproceedings{hendrycks2019benchmarking,\n  title = {Benchmarking Neural Network Robustness to Common Corruptions and Perturbations},\n  author = {Hendrycks, Dan and Dietterich, Thomas},\n  booktitle = {International Conference on Learning Representations},\n  year = {2019}\n}"),
        ("imagenet-a", "@inproceedings{hendrycks2021natural,\n  title = {Natural Adversarial Examples},\n  author = {Hendrycks, Dan and Zhao, Kevin and Basart, Steven and Steinhardt, Jacob and Song, Dawn},\n  booktitle = {IEEE/CVF Conference on Computer Vision and Pattern Recognition},\n  year = {2021}\n}"),
        ("imagenet-r", "@inproceedings{hendrycks2021many,\n  title = {The Many Faces of Robustness: A Critical Analysis of Out-of-Distribution Generalization},\n  author = {Hendrycks, Dan and Basart, Steven and Mu, Norman and Kadavath, Saurav and Wang, Frank and Dorundo, Evan and Desai, Rahul and Zhu, Tyler and Parajuli, Samyak and Guo, Mike and Song, Dawn and Steinhardt, Jacob and Gilmer, Justin},\n  booktitle = {IEEE/CVF International Conference on Computer Vision},\n  year = {2021}\n}"),
        ("objectnet", "@inproceedings{barbu2019objectnet,\n  title = {{ObjectNet}: A large-scale bias-controlled dataset for pushing the limits of object recognition models},\n  author = {Barbu, Andrei and Mayo, David and Alverio, Julian and Luo, William and Wang, Christopher and Gutfreund, Dan and Tenenbaum, Josh and Katz, Boris},\n  booktitle = {Advances in Neural Information Processing Systems},\n  year = {2019}\n}"),
    ];

    static readonly (string Prefix, string Entry)[] LabelSets =
    [
        ("real", "@article{beyer2020are,\n  title = {Are we done with {ImageNet}?},\n  author = {Beyer, Lucas and H{\\'e}naff, Olivier J. and Kolesnikov, Alexander and Zhai, Xiaohua and van den Oord, A{\\\"a}ron},\n  journal = {arXiv preprint arXiv:2006.07159},\n  year = {2020}\n}"),
        ("multilabel", "@inproceedings{vasudevan2022when,\n  title = {When does dough become a bagel? {A}nalyzing the remaining mistakes on {ImageNet}},\n  author = {Vasudevan, Vijay and Caine, Benjamin and Gontijo-Lopes, Raphael and Fridovich-Keil, Sara and Roelofs, Rebecca},\n  booktitle = {Advances in Neural Information Processing Systems},\n  year = {2022}\n}"),
        ("cleanlab", "@inproceedings{northcutt2021pervasive,\n  title = {Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks},\n  author = {Northcutt, Curtis G. and Athalye, Anish and Mueller, Jonas},\n  booktitle = {Advances in Neural Information Processing Systems, Datasets and Benchmarks Track},\n  year = {2021}\n}"),
    ];

    public static string Write(ModelReport report)
    {
        var text = new StringBuilder();
        foreach (var (prefix, entry) in Datasets)
            if (report.Views.Any(view => view.Dataset == prefix || view.Dataset.StartsWith(prefix + "-", StringComparison.Ordinal))) text.Append(entry).Append("\n\n");
        foreach (var (prefix, entry) in LabelSets)
            if (report.Views.Any(view => view.LabelSet == prefix || view.LabelSet.StartsWith(prefix + "-", StringComparison.Ordinal))) text.Append(entry).Append("\n\n");
        return text.ToString();
    }
}
